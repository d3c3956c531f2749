using Caseward.Local.Hosting.Durable;
using Caseward.Local.Hosting.Time;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting;

/// <summary>
/// The running local runtime: where it is, its clock and its data. Resolved from the services of a host that
/// <c>FunctionsApplicationBuilder.Build</c> made; an application itself never asks for it.
/// </summary>
public sealed class LocalRuntime
{
    private readonly ClockDriver _driver;
    private readonly DurableClients _clients;
    private Uri? _baseAddress;

    internal LocalRuntime(LocalDatabase database, LocalClock clock, ClockDriver driver, DurableClients clients)
    {
        Database = database;
        Clock = clock;
        _driver = driver;
        _clients = clients;
    }

    /// <summary>Where it serves requests.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public Uri BaseAddress
    {
        get => _baseAddress ?? throw new InvalidOperationException("The host has not started yet.");
        internal set => _baseAddress = value;
    }

    /// <summary>The clock that everything about cases follows.</summary>
    public LocalClock Clock { get; }

    /// <summary>The file that holds tables, queues, mail and the durable engine's state.</summary>
    public LocalDatabase Database { get; }

    /// <summary>Starts orchestrations and acts on them.</summary>
    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public DurableTaskClient Client => _clients.Client;

    /// <summary>Waits until nothing runs and nothing is ready to run. Requests being served do not count.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">Something is at work, and no function was started for a minute.</exception>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _driver.WhenIdleAsync(cancellationToken);

    /// <summary>
    /// Moves the clock forward and lets happen what falls due on the way, in order: durable timers and messages each at their instant,
    /// timer functions at least once a day. Returns when everything is idle again.
    /// </summary>
    /// <param name="by">How far.</param>
    /// <param name="cancellationToken">Ends the move where it is.</param>
    public Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return _driver.AdvanceToAsync(Clock.GetUtcNow() + by, cancellationToken);
    }

    /// <summary>Moves the clock to an instant, as <see cref="AdvanceAsync"/> does; an earlier one than now moves nothing.</summary>
    /// <param name="instant">Where to.</param>
    /// <param name="cancellationToken">Ends the move where it is.</param>
    public Task AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellationToken = default) =>
        _driver.AdvanceToAsync(instant, cancellationToken);

    /// <summary>
    /// Moves the clock to the next instant for which a durable timer or a message is planned, and lets it happen. Timer functions plan nothing.
    /// </summary>
    /// <param name="cancellationToken">Ends the move where it is.</param>
    /// <returns>Whether anything is planned within the next ten years; otherwise the clock stays where it is.</returns>
    public Task<bool> AdvanceToNextWakeUpAsync(CancellationToken cancellationToken = default) => _driver.AdvanceToNextWakeUpAsync(cancellationToken);
}
