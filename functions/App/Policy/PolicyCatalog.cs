using System.Collections.Concurrent;
using Caseward.App.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>
/// Answers with policies ready to be asked: the one in force, and any version that a case was opened under. Versions that cannot change
/// any more are read and compiled once. Which one is in force is one small read that is good for a few seconds; because it tells the
/// activations to come as well, each of them takes effect at its instant everywhere, without anybody doing anything.
/// </summary>
internal sealed class PolicyCatalog(ShippedPolicies shipped, PolicyStore store, TimeProvider time) : IDisposable
{
    /// <summary>So long other instances may still open cases under the version before one that was activated at once.</summary>
    public static readonly Duration FreshFor = Duration.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ServicePolicy> _byVersion =
        new(shipped.All.Select(document => KeyValuePair.Create(document.Policy.Version, document.Policy)), StringComparer.Ordinal);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Known? _known;

    /// <summary>The policy that new cases are opened under.</summary>
    public async ValueTask<ServicePolicy> CurrentAsync(CancellationToken cancellationToken)
    {
        PolicySchedule schedule = _known is { } known && IsFresh(known) ? known.Schedule : await ReadScheduleAsync(cancellationToken);
        return schedule.At(time.Now()) is { } inForce ? await VersionAsync(inForce.Version, cancellationToken) : shipped.Configured;
    }

    /// <summary>The policy with that version.</summary>
    /// <exception cref="InvalidOperationException">No document of that version was ever saved, nor ships with this release.</exception>
    public async ValueTask<ServicePolicy> VersionAsync(string version, CancellationToken cancellationToken) =>
        await FindAsync(version, cancellationToken)
        ?? throw new InvalidOperationException($"There is no policy document of version '{version}'; cases opened under it cannot be handled.");

    /// <summary>The policy with that version, a draft too; <see langword="null"/> when there is none.</summary>
    public async ValueTask<ServicePolicy?> FindAsync(string version, CancellationToken cancellationToken)
    {
        if (_byVersion.TryGetValue(version, out ServicePolicy? compiled))
        {
            return compiled;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            return _byVersion.TryGetValue(version, out compiled) ? compiled : await ReadVersionAsync(version, cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes in a schedule that was just written, so that this instance follows it at once.</summary>
    public void Learn(PolicySchedule schedule) => _known = new Known(schedule, time.Now());

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(Known known) => time.Now() - known.ReadAt is { } age && age >= Duration.Zero && age < FreshFor;

    private async Task<PolicySchedule> ReadScheduleAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || !IsFresh(known))
            {
                Instant before = time.Now();
                _known = known = new Known((await store.ReadHeadAsync(cancellationToken)).Schedule, before);
            }

            return known.Schedule;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<ServicePolicy?> ReadVersionAsync(string version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(version, cancellationToken) is not { } saved)
        {
            return null;
        }

        ServicePolicy policy = PolicyReader.ReadSaved(await store.ReadTextAsync(saved.Text, cancellationToken)).OrThrow();
        if (!saved.IsDraft)
        {
            _byVersion[version] = policy;
        }

        return policy;
    }

    private sealed record Known(PolicySchedule Schedule, Instant ReadAt);
}
