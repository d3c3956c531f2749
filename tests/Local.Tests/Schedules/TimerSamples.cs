using System.Globalization;
using Caseward.Local.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Tests.Schedules;

internal sealed class HourlyTimer(Notes notes, TimeProvider clock)
{
    [Function("Hourly")]
    public void Run([TimerTrigger("%HourlySchedule%")] TimerInfo timer) => notes.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow():dd HH:mm:ss}{(timer.IsPastDue ? " late" : "")} for {timer.ScheduleStatus?.Next:dd HH:mm}"));
}

internal sealed class SecondsTimer(Notes notes)
{
    [Function("EverySecond")]
    public void Run([TimerTrigger("* * * * * *")] TimerInfo timer) => notes.Add(timer.ScheduleStatus is null ? "not monitored" : "monitored");
}

internal sealed class MinuteTimer(Notes notes)
{
    [Function("EveryMinute")]
    public void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => notes.Add("minute");
}

internal sealed class IntervalTimer(Notes notes, TimeProvider clock)
{
    [Function("Interval")]
    public void Run([TimerTrigger("01:30:00")] TimerInfo timer) => notes.Add($"{clock.GetUtcNow():HH:mm}");
}

internal sealed class StartupTimer(Notes notes)
{
    [Function("AtStart")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => notes.Add(timer.IsPastDue ? "late" : "started");
}

internal sealed class RetriedTimer(Notes notes, TimeProvider clock)
{
    [Function("Retried")]
    [FixedDelayRetry(2, "00:05:00")]
    public void Run([TimerTrigger("0 0 13 * * *")] MyTimer timer, FunctionContext context)
    {
        notes.Add($"{clock.GetUtcNow():HH:mm} try {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount} {timer.IsPastDue}");
        throw new InvalidOperationException("not now");
    }
}

internal static class WronglyRetriedTimer
{
    [Function("WronglyRetried")]
    [FixedDelayRetry(2, "00:00:90")]
    public static void Run([TimerTrigger("0 0 13 * * *")] TimerInfo timer)
    {
    }
}

/// <summary>Fails once, so that its run takes longer than its period.</summary>
internal sealed class OverrunningTimer(Notes notes, TimeProvider clock)
{
    [Function("Overrunning")]
    [FixedDelayRetry(1, "00:05:00")]
    public void Run([TimerTrigger("0 */2 * * * *")] TimerInfo timer, FunctionContext context)
    {
        notes.Add($"{clock.GetUtcNow():HH:mm} try {context.RetryContext.RetryCount}{(timer.IsPastDue ? " late" : "")}");
        if (notes.Lines.Count == 1)
        {
            throw new InvalidOperationException("not now");
        }
    }
}

/// <summary>Works until the host stops, and comes to its end all the same.</summary>
internal sealed class StubbornTimer(Notes notes)
{
    [Function("Stubborn")]
    public async Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, CancellationToken stop)
    {
        notes.Add("in");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration asked = stop.Register(stopped.SetResult);
        await stopped.Task;
        notes.Add("out");
    }
}

/// <summary>A type of the function's own, as older templates have it.</summary>
internal sealed record MyTimer(bool IsPastDue);

internal sealed class SlowTimer(Notes notes, Queues.Gate gate)
{
    [Function("Slow")]
    public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer)
    {
        notes.Add("in");
        await gate.Opened;
        notes.Add("out");
    }
}
