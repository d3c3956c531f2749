using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Simulation;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>
/// Changes the policy: saves and replaces drafts, activates versions, takes activations back. A text is kept first, then the change is one
/// transaction with its entries in the history and its idempotency key; so a crash in between has changed nothing, and a repeat under the
/// same key is carried out once.
/// </summary>
internal sealed class PolicyDesk(PolicyStore store, PolicyCatalog catalog, ShippedPolicies shipped, OpenPromises promises, TimeProvider time)
{
    /// <summary>Saves a document under a new name.</summary>
    public Task<PolicyAnswer> SaveAsync(PolicyDraft draft, Actor actor, RequestKey? key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, key, async edit => await IsTakenAsync(draft.Version, cancellationToken)
            ? Taken(draft.Version)
            : await SaveAsync(edit, draft, before: null, cancellationToken), cancellationToken);

    /// <summary>Gives a draft another text, when it is the one that the caller has read.</summary>
    public Task<PolicyAnswer> ReplaceAsync(PolicyDraft draft, int? revision, Actor actor, RequestKey? key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, key, async edit =>
        {
            (bool isThere, SavedPolicy? saved) = await FindAsync(draft.Version, cancellationToken);
            return !isThere ? new PolicyAnswer.NotFound(draft.Version)
                : saved is not { IsDraft: true } ? PolicyAnswer.Conflict(
                    PolicyCodes.NotADraft, "A version that was activated, or that ships with the app, stays as it is. Save the document under a new name.")
                : revision is { } read && read != saved.Revision ? new PolicyAnswer.Stale(saved.Revision)
                : (PolicyStep)await SaveAsync(edit, draft, saved, cancellationToken);
        }, cancellationToken);

    /// <summary>Puts a version into force, at once or at an instant to come.</summary>
    public Task<PolicyAnswer> ActivateAsync(ActivatePolicy command, Actor actor, RequestKey? key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, key, async edit =>
        {
            (bool isThere, SavedPolicy? saved) = await FindAsync(command.Version, cancellationToken);
            return !isThere ? new PolicyAnswer.NotFound(command.Version)
                : saved is not null && command.Revision is { } read && read != saved.Revision ? new PolicyAnswer.Stale(saved.Revision)
                : await ActivateAsync(edit, command, saved, cancellationToken);
        }, cancellationToken);

    /// <summary>Takes back an activation that is still to come.</summary>
    public Task<PolicyAnswer> WithdrawAsync(string version, Instant? from, string reason, Actor actor, RequestKey? key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, key, async edit =>
        {
            (bool isThere, SavedPolicy? saved) = await FindAsync(version, cancellationToken);
            return isThere ? edit.Withdraw(version, saved, from, reason) : new PolicyAnswer.NotFound(version);
        }, cancellationToken);

    /// <summary>
    /// Adds dated promises to the policy in force, and puts the version that comes of it into force at once (requirement D1): both are one
    /// change, so that there is never the one without the other.
    /// </summary>
    /// <param name="rows">A JSON array of promise rows.</param>
    /// <param name="name">What to call the version; absent for a name made of the day.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="key">The caller's idempotency key.</param>
    /// <param name="cancellationToken">Ends the attempt; what is written stays.</param>
    public Task<PolicyAnswer> UpdatePromisesAsync(JsonElement rows, string? name, string reason, Actor actor, RequestKey? key, CancellationToken cancellationToken) =>
        ChangeAsync(actor, key, async edit =>
        {
            ServicePolicy inForce = await catalog.VersionAsync(InForce(edit), cancellationToken);
            string version = name ?? await FreeNameAsync(inForce, edit.Now, cancellationToken);
            if (name is not null && await IsTakenAsync(name, cancellationToken))
            {
                return Taken(name);
            }

            switch (PromiseUpdate.Read(inForce, version, rows, edit.Now, cancellationToken))
            {
                case PromiseUpdateReading.Made made:
                    PolicyEdit saved = await SaveAsync(edit, new PolicyDraft(version, made.Text, reason, made.Warnings), before: null, cancellationToken);
                    var now = new ActivatePolicy(version, From: null, RunningCases.Keep, reason);
                    return saved.Activate(now, saved.Version, shipped.Configured.Version);
                case PromiseUpdateReading.Refused refused:
                    return new PolicyAnswer.Invalid(refused.Errors);
                default:
                    throw new InvalidOperationException("A reading that makes no sense here.");
            }
        }, cancellationToken);

    /// <summary>Hours that make promises impossible which were given already come into force only for whoever knows how many (rule K7).</summary>
    private async Task<PolicyStep> ActivateAsync(PolicyEdit edit, ActivatePolicy command, SavedPolicy? saved, CancellationToken cancellationToken)
    {
        PolicyStep step = edit.Activate(command, saved, shipped.Configured.Version);
        if (step.Edit is null)
        {
            return step;
        }

        ServicePolicy activated = await catalog.VersionAsync(command.Version, cancellationToken);
        int impossible = (await promises.CheckAsync(activated, cancellationToken)).Promises;
        return impossible == (command.AcceptImpact ?? 0) ? step : new PolicyAnswer.Breaks(impossible);
    }

    private static PolicyAnswer Taken(string version) =>
        PolicyAnswer.Conflict(PolicyCodes.VersionTaken, $"There is a version '{version}' already, and names are unique for ever. Choose another name.");

    private async Task<PolicyAnswer> ChangeAsync(Actor actor, RequestKey? key, Func<PolicyEdit, Task<PolicyStep>> decide, CancellationToken cancellationToken)
    {
        // Without a key of the caller's, this call's own one still tells a lost answer from a lost race.
        RequestKey commitKey = key is null
            ? new RequestKey($"{Guid.CreateVersion7(time.GetUtcNow()):N}")
            : key with { Value = $"{actor.Kind}/{actor.Id}/{key.Value}" };
        for (int attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if ((key is not null || attempt > 0) && await store.FindAnswerAsync(commitKey.Value, cancellationToken) is { } given)
            {
                // The first request may have died between its commit and what it told this instance.
                catalog.Learn((await store.ReadHeadAsync(cancellationToken)).Schedule);
                return commitKey.IsReused(given.Request) ? new PolicyAnswer.KeyReused() : new PolicyAnswer.Done(given.Standing, Repeated: true);
            }

            PolicyHead head = await store.ReadHeadAsync(cancellationToken);
            (PolicyEdit? edit, PolicyAnswer? answer) = await decide(new PolicyEdit(head, actor, time.Now()));
            if (edit is null)
            {
                return answer!;
            }

            if (await store.TryCommitAsync(head, edit.ToCommit(), commitKey, edit.Standing, cancellationToken))
            {
                catalog.Learn(edit.Schedule);
                return new PolicyAnswer.Done(edit.Standing, Repeated: false);
            }

            await Contention.WaitAsync(attempt, cancellationToken);
        }

        throw new ContentionException("The policy was changed by others again and again; try again.");
    }

    private async Task<PolicyEdit> SaveAsync(PolicyEdit edit, PolicyDraft draft, SavedPolicy? before, CancellationToken cancellationToken) =>
        edit.Save(draft, await store.PutTextAsync(draft.Text, cancellationToken), InForce(edit), before);

    private string InForce(PolicyEdit edit) => edit.Head.Schedule.At(edit.Now)?.Version ?? shipped.Configured.Version;

    private async Task<bool> IsTakenAsync(string version, CancellationToken cancellationToken) =>
        shipped.IsTaken(version) || await store.IsTakenAsync(version, cancellationToken);

    private async Task<(bool IsThere, SavedPolicy? Saved)> FindAsync(string version, CancellationToken cancellationToken)
    {
        SavedPolicy? saved = await store.FindAsync(version, cancellationToken);
        return (saved is not null || shipped.Find(version) is not null, saved);
    }

    private async Task<string> FreeNameAsync(ServicePolicy inForce, Instant now, CancellationToken cancellationToken)
    {
        string today = $"promises-{now.InZone(inForce.Zone(inForce.Document.Departments[0].Id)).Date:uuuu-MM-dd}";
        string name = today;
        for (int next = 2; await IsTakenAsync(name, cancellationToken); next++)
        {
            name = $"{today}.{next}";
        }

        return name;
    }
}
