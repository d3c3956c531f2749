using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy.Migration;

/// <summary>What an activation with <c>migrate</c> would move, how far it is, and how it is stopped and resumed.</summary>
internal sealed class MigrationRequests(
    RunningMigration migration, PolicyStore store, PolicyCatalog policies, PolicyRequests requests, CaseViews views, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>More open cases than this are not counted: the answer would take too long.</summary>
    private const int MostCounted = 100_000;

    /// <summary>How many open cases run under which version, and how many of them an activation of this one would move (rule K10).</summary>
    [Function("PreviewActivation")]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/versions/{version}/activation-preview")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        if (await policies.FindAsync(version, cancellationToken) is null)
        {
            return Problem.PolicyVersionUnknown(version);
        }

        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        string? position = null;
        do
        {
            ViewPage page = await views.ReadOpenAsync(position, PageSize, cancellationToken);
            foreach (CaseSummary open in page.Rows)
            {
                versions[open.PolicyVersion ?? ""] = versions.GetValueOrDefault(open.PolicyVersion ?? "") + 1;
            }

            position = page.Continuation;
        }
        while (position is not null && versions.Values.Sum() < MostCounted);

        int all = versions.Values.Sum();
        return Answer.Ok(new ActivationPreview(
            version, all, all - versions.GetValueOrDefault(version), position is not null,
            [.. versions.OrderByDescending(each => each.Value).Select(each => new OpenCasesOfVersion(each.Key.Length == 0 ? null : each.Key, each.Value))]));
    }

    /// <summary>How far the moving of open cases is.</summary>
    [Function("GetPolicyMigration")]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> Progress(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/versions/{version}/migration")] HttpRequest request,
        string version,
        CancellationToken cancellationToken) =>
        await AnswerAsync(version, static _ => Task.CompletedTask, cancellationToken);

    /// <summary>Stops the moving of open cases; what was moved stays moved. Stopped already is fine.</summary>
    [Function("StopPolicyMigration")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Stop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/policy/versions/{version}/migration")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        var stop = new MigrationStop(Caller.Of(request).Actor, time.Now());
        return await AnswerAsync(version, activation => store.StopMigrationAsync(activation.Sequence, stop, cancellationToken), cancellationToken);
    }

    /// <summary>Lets a stopped one go on, within a minute. One that is not stopped is left alone, so a repeat does no harm.</summary>
    [Function("ResumePolicyMigration")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/versions/{version}/migration")] HttpRequest request,
        string version,
        CancellationToken cancellationToken) =>
        RequestHeaders.TryReadIdempotencyKey(request, out _, out Answer? problem)
            ? await AnswerAsync(version, activation => store.ResumeMigrationAsync(activation.Sequence, cancellationToken), cancellationToken)
            : problem!;

    private async Task<IActionResult> AnswerAsync(string version, Func<PolicyActivation, Task> change, CancellationToken cancellationToken)
    {
        if (await migration.FindAsync(cancellationToken) is not { } activation || activation.Version != version)
        {
            return Problem.NotFound(PolicyCodes.NoMigration, "This version is not in force, or was activated with 'keep': no open cases are moved to it.");
        }

        await change(activation);
        MigrationProgress? progress = await store.FindMigrationAsync(activation.Sequence, cancellationToken);
        MigrationStop? stop = await store.FindStopAsync(activation.Sequence, cancellationToken);
        return Answer.Ok(MigrationView.Of(version, progress, stop, await requests.ReadingAsync(cancellationToken)));
    }
}

/// <summary>What an activation would mean for the open cases.</summary>
/// <param name="Version">The version.</param>
/// <param name="Open">Open cases.</param>
/// <param name="Affected">Those of them that run under another version.</param>
/// <param name="More">Whether there are more than were counted.</param>
/// <param name="Versions">How many run under which version.</param>
internal sealed record ActivationPreview(string Version, int Open, int Affected, bool More, IReadOnlyList<OpenCasesOfVersion> Versions);

/// <summary>Open cases under one version.</summary>
/// <param name="Version">The version; absent for cases that were last changed before lists knew it.</param>
/// <param name="Cases">How many.</param>
internal sealed record OpenCasesOfVersion(string? Version, int Cases);

/// <summary>How far the moving of open cases is.</summary>
internal sealed record MigrationView
{
    public required string Version { get; init; }

    /// <summary>Absent before the first page.</summary>
    public MigrationState? State { get; init; }

    public required int Moved { get; init; }

    public required int Kept { get; init; }

    public required int Unfit { get; init; }

    public required IReadOnlyList<CaseNumber> UnfitCases { get; init; }

    public Moment? At { get; init; }

    public Actor? StoppedBy { get; init; }

    public Moment? StoppedAt { get; init; }

    public static MigrationView Of(string version, MigrationProgress? progress, MigrationStop? stop, LocalReading reading) => new()
    {
        Version = version,
        State = progress?.State,
        Moved = progress?.Moved ?? 0,
        Kept = progress?.Kept ?? 0,
        Unfit = progress?.Unfit ?? 0,
        UnfitCases = progress?.UnfitCases ?? [],
        At = reading.Of(progress?.At),
        StoppedBy = stop?.By,
        StoppedAt = reading.Of(stop?.At),
    };
}
