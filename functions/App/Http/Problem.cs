using System.Text.Json.Serialization;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace Caseward.App.Http;

/// <summary>Problem details (RFC 9457) with the code of the rule that stands in the way; the code is also the end of <c>type</c>.</summary>
internal sealed record Problem
{
    /// <summary>What every <c>type</c> starts with.</summary>
    public const string TypePrefix = "urn:caseward:problem:";

    [JsonPropertyOrder(-1)]
    public string Type => TypePrefix + Code;

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>Stable, for programs and translations.</summary>
    public required string Code { get; init; }

    /// <summary>Everything that is wrong with the fields, each with a JSON pointer; query parameters are written <c>?name</c>.</summary>
    public IReadOnlyList<ProblemField>? Errors { get; init; }

    /// <summary>The version that the case or draft has, when the request was made for another one.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>How many promises the request would make impossible.</summary>
    public int? Impact { get; init; }

    /// <summary>What to tell whoever looks after the system.</summary>
    public string? TraceId { get; init; }

    public Answer ToAnswer() => Answer.Of(this);

    public static Answer Invalid(IReadOnlyList<Violation> violations) => new Problem
    {
        Title = "The request is not right",
        Status = StatusCodes.Status400BadRequest,
        Detail = violations.Count == 1 ? violations[0].Message : $"{violations.Count} things are wrong; 'errors' names them all.",
        Code = RequestCodes.Invalid,
        Errors = ProblemField.Of(violations),
    }.ToAnswer();

    public static Answer BadRequest(string code, string detail) =>
        Of(StatusCodes.Status400BadRequest, "The request is not right", code, detail);

    public static Answer TooLarge(int limit) =>
        Of(StatusCodes.Status413PayloadTooLarge, "The request is too large", RequestCodes.TooLarge, $"A request body has at most {limit} bytes.");

    public static Answer NotJsonType() => Of(
        StatusCodes.Status415UnsupportedMediaType,
        "The request is not JSON",
        RequestCodes.NotJsonType,
        "Send the body as 'Content-Type: application/json', in UTF-8.");

    public static Answer NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, "Not found", code, detail);

    public static Answer CaseNotFound() => NotFound(RequestCodes.CaseNotFound, "There is no such case, or it is not yours.");

    public static Answer NotPermitted(string detail) =>
        Of(StatusCodes.Status403Forbidden, "Not permitted", RequestCodes.NotPermitted, detail);

    public static Answer KeyReused() => Of(
        StatusCodes.Status422UnprocessableEntity,
        "The key was used before",
        RequestCodes.KeyReused,
        "Another request was carried out under this Idempotency-Key. Nothing was done; send this one under a key of its own.");

    public static Answer VersionMismatch(int current) => new Problem
    {
        Title = "The case has changed",
        Status = StatusCodes.Status412PreconditionFailed,
        Detail = $"The case is at version {current} now. Read it again, and repeat the request if it still makes sense.",
        Code = RequestCodes.VersionMismatch,
        CurrentVersion = current,
    }.ToAnswer();

    public static Answer PolicyVersionUnknown(string version) =>
        NotFound(RequestCodes.PolicyVersionUnknown, $"There is no version '{(version.Length <= 64 ? version : "of that name")}' of the policy.");

    public static Answer PromisesImpossible(int promises) => new Problem
    {
        Title = "Promises would be broken",
        Status = StatusCodes.Status409Conflict,
        Detail = promises == 0
            ? "No promise becomes impossible any more. Leave 'acceptImpact' out."
            : $"This makes {promises} promises impossible that were given already. Look at them at 'impact', and send {promises} as 'acceptImpact' if that shall be so.",
        Code = PolicyCodes.BreaksPromises,
        Impact = promises,
    }.ToAnswer();

    public static Answer PolicyRevisionMismatch(int current) => new Problem
    {
        Title = "The draft has changed",
        Status = StatusCodes.Status412PreconditionFailed,
        Detail = $"The draft is at revision {current} now. Read it again, and repeat the request if it still makes sense.",
        Code = RequestCodes.PolicyRevisionMismatch,
        CurrentVersion = current,
    }.ToAnswer();

    /// <summary>What a rule stands in the way of.</summary>
    /// <param name="refusal">The rule.</param>
    /// <param name="subject">What the request is about.</param>
    public static Answer Refused(Refusal refusal, string subject = "case") => refusal.Kind switch
    {
        RefusalKind.Conflict => Of(StatusCodes.Status409Conflict, $"The {subject} is not in a state for this", refusal.Code, refusal.Detail),
        RefusalKind.Forbidden => Of(StatusCodes.Status403Forbidden, "Not permitted", refusal.Code, refusal.Detail),
        RefusalKind.Unprocessable => Of(StatusCodes.Status422UnprocessableEntity, "A rule stands in the way", refusal.Code, refusal.Detail),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, "A kind of refusal that this version does not know."),
    };

    public static Answer Of(int status, string title, string code, string detail) =>
        new Problem { Title = title, Status = status, Detail = detail, Code = code }.ToAnswer();
}

/// <summary>One field that is wrong.</summary>
/// <param name="Pointer">JSON pointer to the field; a query parameter as <c>?name</c>.</param>
/// <param name="Code">Stable rule code.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record ProblemField(string Pointer, string Code, string Detail)
{
    public static ProblemField[] Of(IReadOnlyList<Violation> violations) =>
        [.. violations.Select(violation => new ProblemField(violation.Field, violation.Code, violation.Message))];
}
