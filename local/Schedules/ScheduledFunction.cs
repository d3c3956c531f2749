using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Schedules;

/// <summary>
/// One timer function: knows when it is due, runs it, never beside itself, and remembers. Occurrences that were missed, because the
/// process was down or the clock was moved over them, are made up for by one run that is told so.
/// </summary>
internal sealed partial class ScheduledFunction
{
    /// <summary>A run that begins this much real time after its occurrence counts as past due.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly LocalFunction _function;
    private readonly TimerTriggerAttribute _trigger;
    private readonly ScheduleStore _store;
    private readonly FunctionInvoker _invoker;
    private readonly RetryDelays _retries;
    private readonly LocalClock _clock;
    private readonly ILogger _logger;
    private bool _monitored;
    private DateTimeOffset? _last;
    private DateTimeOffset _updated;
    private DateTimeOffset _free;
    private long _nextTicks = DateTimeOffset.MaxValue.UtcTicks; // read by other threads, so in one piece
    private long _retryTicks;
    private volatile bool _startsNow;
    private volatile bool _running;

    public ScheduledFunction(
        LocalFunction function, TimerTriggerAttribute trigger, Schedule schedule, ScheduleStore store, FunctionInvoker invoker, LocalClock clock, ILogger logger)
    {
        _function = function;
        _trigger = trigger;
        Schedule = schedule;
        _store = store;
        _invoker = invoker;
        _retries = function.RetryProblem is null
            ? new RetryDelays(function.Retry)
            : throw new StartRefusedException($"The retry policy of the function '{function.Name}' cannot be: {function.RetryProblem}");
        _clock = clock;
        _logger = logger;
    }

    public Schedule Schedule { get; }

    public string FunctionName => _function.Name;

    /// <summary>Whether it runs; waiting for the clock to come to its retry is not running.</summary>
    public bool IsBusy => _running && !(RetryAt > _clock.GetUtcNow());

    /// <summary>When a failed run is tried again; null when none waits for that.</summary>
    public DateTimeOffset? RetryAt => Volatile.Read(ref _retryTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>When it is due next, or since when; far away while it runs.</summary>
    public DateTimeOffset Next => _running ? DateTimeOffset.MaxValue : _startsNow ? DateTimeOffset.MinValue : Planned;

    /// <summary>What is remembered; null when nothing is.</summary>
    public ScheduleStatus? Status => _monitored
        ? new ScheduleStatus { Last = _last?.UtcDateTime ?? default, Next = Planned.UtcDateTime, LastUpdated = _updated.UtcDateTime }
        : null;

    private DateTimeOffset Planned
    {
        get => new(Volatile.Read(ref _nextTicks), TimeSpan.Zero);
        set => Volatile.Write(ref _nextTicks, value.UtcTicks);
    }

    /// <summary>Finds out when it is due, from what is remembered.</summary>
    public async Task LoadAsync()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        _monitored = _trigger.UseMonitor && !Schedule.IsFrequent(now);
        ScheduleRecord? record = _monitored ? _store.Find(FunctionName) : null;
        if (record is not null && record.Schedule == Schedule.Text)
        {
            (_last, Planned, _updated) = (record.Last, record.Next, record.Updated);
        }
        else
        {
            Planned = Schedule.NextAfter(now);
            await RememberAsync(now);
        }

        // What was missed is made up for, and that is the run at the start.
        _startsNow = _trigger.RunOnStartup && Planned > now;
    }

    /// <summary>Marks it as running; whoever calls this runs it.</summary>
    public void Begin() => _running = true;

    /// <summary>Runs it for the occurrence that is due, with its retries, and plans the next one. Does not throw.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            stopping.ThrowIfCancellationRequested();
            DateTimeOffset now = _clock.GetUtcNow();
            var info = new TimerInfo { IsPastDue = !_startsNow && IsPastDue(now), ScheduleStatus = Status };
            _startsNow = false;
            await TryRunAsync(info, stopping);
            _free = _clock.GetUtcNow();
            (_last, Planned) = (now, Schedule.NextAfter(now));
            await RememberAsync(_free);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The occurrence is not remembered as done, so the next start makes up for it.
        }
        catch (Exception error)
        {
            LogNotRemembered(_logger, error, FunctionName);
        }
        finally
        {
            _running = false;
        }
    }

    // What came due during the last run had to wait for its end: nothing was missed.
    private bool IsPastDue(DateTimeOffset now) => now - (_free > Planned ? _free : Planned) >= Late * Math.Max(1, _clock.Speed);

    private async Task TryRunAsync(TimerInfo info, CancellationToken stopping)
    {
        for (int retry = 0; ; retry++)
        {
            try
            {
                await _invoker.InvokeAsync(_function, TimerInputs.For(_function, info, stopping) with { RetryCount = retry });
                return;
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // The invoker has logged it.
                if (_retries.DelayBefore(retry + 1) is not { } delay)
                {
                    return;
                }

                await WaitForRetryAsync(_clock.GetUtcNow() + delay, stopping);
            }
        }
    }

    private async Task WaitForRetryAsync(DateTimeOffset until, CancellationToken stopping)
    {
        using var alarm = new LocalAlarm(_clock);
        Volatile.Write(ref _retryTicks, until.UtcTicks);
        try
        {
            while (_clock.GetUtcNow() < until)
            {
                await alarm.WaitAsync(until, stopping);
            }
        }
        finally
        {
            Volatile.Write(ref _retryTicks, 0);
        }
    }

    private Task RememberAsync(DateTimeOffset now)
    {
        _updated = now;
        return _monitored ? _store.SaveAsync(FunctionName, new ScheduleRecord(Schedule.Text, _last, Planned, now)) : Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Error, "The schedule of '{Function}' could not be kept up to date.")]
    private static partial void LogNotRemembered(ILogger logger, Exception error, string function);
}
