using System.Text.Json;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>What versions of the policy there are, what each says, and who changed what.</summary>
internal sealed class PolicyVersionLists(PolicyRequests requests, PolicyStore store, ShippedPolicies shipped, Paging paging)
{
    /// <summary>Every version, the one saved last first, the documents that ship with the app at the end.</summary>
    [Function("GetPolicyVersions")]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/versions")] HttpRequest request, CancellationToken cancellationToken)
    {
        const string List = "policy-versions";
        var caller = Caller.Of(request);
        if (!paging.TryRead(request, caller, List, out PageRequest page, out Answer? problem))
        {
            return problem!;
        }

        (IReadOnlyList<SavedPolicy> saved, string? last) = await store.ReadVersionsAsync(page.Position, page.Take, cancellationToken);
        Func<SavedPolicy?, string, PolicyVersionView> view = await requests.ViewerAsync(cancellationToken);
        IEnumerable<PolicyVersionView> rest = last is null ? shipped.All.Select(document => view(null, document.Policy.Version)) : [];
        return Answer.Ok(new Page<PolicyVersionView>([.. saved.Select(version => view(version, version.Version)), .. rest], paging.Continuation(caller, List, last)));
    }

    /// <summary>One version with its document. The ETag of a draft is for <c>If-Match</c> when it is replaced or activated.</summary>
    [Function("GetPolicyVersion")]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/versions/{version}")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        SavedPolicy? saved = await store.FindAsync(version, cancellationToken);
        string? text = saved is null ? shipped.Find(version)?.Text : await store.ReadTextAsync(saved.Text, cancellationToken);
        if (text is null)
        {
            return Problem.PolicyVersionUnknown(version);
        }

        using var document = JsonDocument.Parse(text);
        PolicyVersionView view = (await requests.ViewerAsync(cancellationToken))(saved, version);
        return Answer.Ok(view with { Document = document.RootElement }).With("ETag", PolicyRequests.ETagOf(view));
    }

    /// <summary>Who saved, replaced, activated and withdrew what, when and why; the latest first.</summary>
    [Function("GetPolicyHistory")]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> History(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/history")] HttpRequest request, CancellationToken cancellationToken)
    {
        const string List = "policy-history";
        var caller = Caller.Of(request);
        if (!paging.TryRead(request, caller, List, out PageRequest page, out Answer? problem))
        {
            return problem!;
        }

        (IReadOnlyList<PolicyChange> changes, string? last) = await store.ReadHistoryAsync(page.Position, page.Take, cancellationToken);
        LocalReading reading = await requests.ReadingAsync(cancellationToken);
        return Answer.Ok(new Page<PolicyHistoryEntry>([.. changes.Select(change => PolicyHistoryEntry.Of(change, reading))], paging.Continuation(caller, List, last)));
    }
}

/// <summary>One entry of the history.</summary>
internal sealed record PolicyHistoryEntry
{
    public required int Sequence { get; init; }

    public required PolicyChangeKind Kind { get; init; }

    public required string Version { get; init; }

    public required Actor By { get; init; }

    public required Moment At { get; init; }

    public required string Reason { get; init; }

    /// <summary>The version that was in force when the text was saved: compare it with that one.</summary>
    public string? BasedOn { get; init; }

    /// <summary>The instant of an activation.</summary>
    public Moment? From { get; init; }

    public RunningCases? RunningCases { get; init; }

    public static PolicyHistoryEntry Of(PolicyChange change, LocalReading reading) => new()
    {
        Sequence = change.Sequence,
        Kind = change.Kind,
        Version = change.Version,
        By = change.By,
        At = reading.Of(change.At),
        Reason = change.Reason,
        BasedOn = change.BasedOn,
        From = reading.Of(change.From),
        RunningCases = change.RunningCases,
    };
}
