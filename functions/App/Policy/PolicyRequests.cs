using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>What the requests about the policy have in common: documents in bodies, reasons, and how a change is answered.</summary>
internal sealed class PolicyRequests(PolicyCatalog policies, ShippedPolicies shipped, PolicyStore store, TimeProvider time)
{
    /// <summary>Room for a document of the largest size and what is sent with it.</summary>
    public const int MaxBytes = PolicyReader.MaxBytes + (16 * 1024);

    /// <summary>Documents are nested deeper than other bodies, and one level deeper inside one.</summary>
    private const int MaxDepth = 64;

    /// <summary>Reads a body that may hold a document.</summary>
    public static Task<RequestBody.Reading> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(request, cancellationToken, MaxBytes, MaxDepth);

    /// <summary>A document and the reason for it, checked; or everything that is wrong.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="version">The version that it is for; absent when the document says it.</param>
    /// <param name="cancellationToken">Ends the check, when nobody waits for it any more.</param>
    public static (PolicyDraft? Draft, IReadOnlyList<Violation> Found) ReadDraft(Fields fields, string? version, CancellationToken cancellationToken)
    {
        JsonElement? document = fields.Json("document", JsonValueKind.Object);
        string reason = fields.RequiredText("reason");
        IReadOnlyList<Violation> violations = fields.Violations(TextRules.Line("/reason", reason));
        if (document is null || violations.Count > 0)
        {
            return (null, violations);
        }

        string text = document.Value.GetRawText();
        PolicyReading reading = PolicyReader.Read(text, cancellationToken);
        IEnumerable<Violation> errors = reading.Errors.Concat(reading.Policy is { } policy ? NameErrors(policy.Version, version) : []);
        Violation[] wrong = [.. errors.Select(error => error with { Field = $"/document{error.Field}" })];
        return wrong.Length > 0 ? (null, wrong) : (new PolicyDraft(reading.Policy!.Version, text, reason, reading.Warnings), []);
    }

    /// <summary>Makes views of versions as they stand now.</summary>
    public async Task<Func<SavedPolicy?, string, PolicyVersionView>> ViewerAsync(CancellationToken cancellationToken)
    {
        PolicySchedule schedule = (await store.ReadHeadAsync(cancellationToken)).Schedule;
        LocalReading reading = await ReadingAsync(cancellationToken);
        Instant now = time.Now();
        return (saved, version) => PolicyVersionView.Of(new PolicyStanding(saved, version, schedule, now), shipped.Configured.Version, reading);
    }

    /// <summary>The answer to a request for a change; the success is shaped by the caller.</summary>
    public async Task<Answer> AnswerAsync(PolicyAnswer answer, Func<PolicyVersionView, Task<Answer>> done, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case PolicyAnswer.Done(var standing, var repeated):
                var view = PolicyVersionView.Of(standing, shipped.Configured.Version, await ReadingAsync(cancellationToken));
                return (await done(view)).With("ETag", ETagOf(view)).Repeated(repeated);
            case PolicyAnswer.Refused(var refusal):
                return Problem.Refused(refusal, "policy");
            case PolicyAnswer.Invalid(var violations):
                return Problem.Invalid(violations);
            case PolicyAnswer.NotFound(var version):
                return Problem.PolicyVersionUnknown(version);
            case PolicyAnswer.Stale(var current):
                return Problem.PolicyRevisionMismatch(current);
            case PolicyAnswer.Breaks(var promises):
                return Problem.PromisesImpossible(promises);
            case PolicyAnswer.KeyReused:
                return Problem.KeyReused();
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "An answer that this version does not know.");
        }
    }

    /// <summary>The ETag of a version; absent for one that ships with the app, which nobody can replace.</summary>
    public static string? ETagOf(PolicyVersionView view) => view.Revision is { } revision ? RequestHeaders.ETagOf(revision) : null;

    /// <summary>The clock of the organisation's first department.</summary>
    public async Task<LocalReading> ReadingAsync(CancellationToken cancellationToken)
    {
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        return new LocalReading(current, current.Document.Departments[0].Id);
    }

    private static IEnumerable<Violation> NameErrors(string named, string? wanted) => wanted is null || named == wanted
        ? PolicyVersions.Check(named)
        : [new Violation("/version", PolicyCodes.VersionDiffers, "The document names another version than the address. Only a draft's text can be replaced, not its name.")];
}
