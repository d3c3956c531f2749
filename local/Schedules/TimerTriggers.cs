using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Schedules;

/// <summary>
/// The application's timer triggers, on the local clock. They follow the clock but do not decide how far it is moved at once: a timer
/// that fires every minute would otherwise make nine weeks cost ninety thousand steps.
/// </summary>
internal sealed class TimerTriggers : ILocalPart, IDisposable
{
    private readonly ScheduleStore _store;
    private readonly LocalClock _clock;
    private readonly LocalAlarm _alarm;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private Task _pump = Task.CompletedTask;
    private volatile bool _started;

    public TimerTriggers(
        FunctionCatalog functions, FunctionInvoker invoker, ScheduleStore store, IConfiguration settings, LocalClock clock, ILogger<TimerTriggers> logger)
    {
        _store = store;
        _clock = clock;
        _alarm = new LocalAlarm(clock);
        Schedules =
        [
            .. functions.With<TimerTriggerAttribute>().Select(found => new ScheduledFunction(
                found.Function, found.Trigger, Parse(found.Function.Name, found.Trigger, settings), store, invoker, clock, logger)),
        ];
    }

    public IReadOnlyList<ScheduledFunction> Schedules { get; }

    /// <summary>What is remembered of a function's schedule; null when nothing is.</summary>
    public ScheduleStatus? StatusOf(LocalFunction function) => Schedules.First(schedule => schedule.FunctionName == function.Name).Status;

    public string Name => "schedules";

    public bool IsIdle => !_started || Schedules.All(schedule => !schedule.IsBusy && schedule.Next > _clock.GetUtcNow());

    /// <summary>The next retry of a failed run; not the next occurrence of a schedule, see above.</summary>
    public DateTimeOffset? NextWakeUp => Schedules.Min(schedule => schedule.RetryAt);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (ScheduledFunction schedule in Schedules)
        {
            await schedule.LoadAsync();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        _pump = Task.Run(PumpAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _stopping.Dispose();
    }

    private static Schedule Parse(string function, TimerTriggerAttribute trigger, IConfiguration settings) =>
        Schedule.Parse(SettingText.Resolve(trigger.Schedule, settings, $"The schedule of the function '{function}'"), function);

    private async Task PumpAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            foreach (ScheduledFunction due in Schedules.Where(schedule => schedule.Next <= now))
            {
                due.Begin();
                _running.RemoveAll(run => run.IsCompleted);
                _running.Add(Task.Run(() => RunAsync(due), CancellationToken.None));
            }

            DateTimeOffset next = Schedules.Select(schedule => schedule.Next).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            await _alarm.WaitAsync(next == DateTimeOffset.MaxValue ? null : next, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(ScheduledFunction due)
    {
        await due.RunAsync(_stopping.Token);
        _alarm.Ring();
    }
}
