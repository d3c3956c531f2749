using System.Diagnostics;
using Caseward.Local.Chaos;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Time;

namespace Caseward.Local.Hosting.Time;

/// <summary>
/// Moves the local clock so that virtual time never overtakes work that is ready: it hops to the next planned instant, at most a day
/// at once, and waits until every part is idle before it hops again. Schedules run once in each hop that they became due in.
/// </summary>
internal sealed class ClockDriver(LocalClock clock, UnsteadyClock unsteady, ClockKeeper keeper, IEnumerable<ILocalPart> parts, FunctionInvoker invoker) : IDisposable
{
    /// <summary>On the way the clock stops at least once a day, so that a move of centuries would never end.</summary>
    public static readonly TimeSpan LongestMove = TimeSpan.FromDays(3653);

    private static readonly TimeSpan LongestHop = TimeSpan.FromDays(1);
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    private readonly ILocalPart[] _parts = [.. parts];
    private readonly SemaphoreSlim _oneDriver = new(1, 1);

    /// <summary>The earliest planned instant that is still to come; null when nothing is planned.</summary>
    public DateTimeOffset? NextWakeUp
    {
        get
        {
            DateTimeOffset now = clock.GetUtcNow();
            return _parts.Select(part => part.NextWakeUp).Where(planned => planned > now).Min();
        }
    }

    /// <summary>Moves the clock to an instant; an earlier one than now only waits until everything is idle.</summary>
    public async Task AdvanceToAsync(DateTimeOffset target, CancellationToken cancellationToken)
    {
        await _oneDriver.WaitAsync(cancellationToken);
        try
        {
            await WhenIdleAsync(cancellationToken);
            unsteady.Move();
            while (clock.GetUtcNow() < target)
            {
                await HopAsync(target, cancellationToken);
            }
        }
        finally
        {
            unsteady.Rest();
            _oneDriver.Release();
        }
    }

    /// <summary>Moves the clock to the next planned instant.</summary>
    /// <returns>Whether anything is planned within <see cref="LongestMove"/>; otherwise the clock stays where it is.</returns>
    public async Task<bool> AdvanceToNextWakeUpAsync(CancellationToken cancellationToken)
    {
        await _oneDriver.WaitAsync(cancellationToken);
        try
        {
            await WhenIdleAsync(cancellationToken);
            if (NextWakeUp is not { } first || first - clock.GetUtcNow() > LongestMove)
            {
                return false;
            }

            DateTimeOffset planned;
            do
            {
                // A timer function on the way may plan something earlier, or end what waits.
                planned = NextWakeUp ?? first;
                await HopAsync(planned, cancellationToken);
            }
            while (clock.GetUtcNow() < planned);
            return true;
        }
        finally
        {
            _oneDriver.Release();
        }
    }

    /// <summary>Waits until nothing runs and nothing is ready to run. Requests being served do not count: they may be waiting for the clock.</summary>
    /// <exception cref="TimeoutException">Something is at work, and no function was started for a minute.</exception>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        long seen = -1;
        long since = Stopwatch.GetTimestamp();
        for (int look = 0; ; look++)
        {
            // Parts hand work to each other. Looking twice, with no function started meanwhile, leaves none in between.
            long started = invoker.Started;
            if (AreIdle() && AreIdle() && started == invoker.Started)
            {
                return;
            }

            if (started != seen)
            {
                (seen, since) = (started, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > Stuck)
            {
                throw new TimeoutException(
                    $"The local runtime did not become idle: {string.Join(", ", _parts.Where(part => !part.IsIdle).Select(part => part.Name))} at work, without a new invocation for {Stuck.TotalSeconds:F0} seconds.");
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (look < 50)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }

    public void Dispose() => _oneDriver.Dispose();

    private bool AreIdle() => Array.TrueForAll(_parts, part => part.IsIdle);

    private async Task HopAsync(DateTimeOffset target, CancellationToken cancellationToken)
    {
        DateTimeOffset hop = clock.GetUtcNow() + LongestHop;
        if (NextWakeUp is { } planned && planned < hop)
        {
            hop = planned + unsteady.Jump(planned, target);
        }

        clock.AdvanceTo(hop < target ? hop : target);
        await keeper.WhenSavedAsync();
        await WhenIdleAsync(cancellationToken);
    }
}
