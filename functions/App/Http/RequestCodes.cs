namespace Caseward.App.Http;

/// <summary>The stable codes of what can be wrong with a request itself; the domain's own are in <see cref="Domain.Rules.RuleCodes"/>.</summary>
internal static class RequestCodes
{
    /// <summary>One or more fields are wrong; <c>errors</c> has them all.</summary>
    public const string Invalid = "request.invalid";

    /// <summary>What came is not even HTTP, for example a chunk without a length.</summary>
    public const string Unreadable = "request.unreadable";

    public const string NotJson = "request.not-json";
    public const string TooLarge = "request.too-large";
    public const string NotJsonType = "request.content-type";
    public const string BadIdempotencyKey = "request.idempotency-key";

    /// <summary>The key was used before, with another body.</summary>
    public const string KeyReused = "idempotency.key-reused";

    public const string BadIfMatch = "request.if-match";
    public const string IfMatchRequired = "request.if-match-required";
    public const string BadContinuation = "request.continuation";

    /// <summary>A member has another JSON type than it should.</summary>
    public const string WrongType = "field.wrong-type";

    /// <summary>A member that means nothing here; nothing unknown is skipped, because it may be a typing error.</summary>
    public const string UnknownMember = "field.unknown-member";

    /// <summary>A member that this caller may not decide.</summary>
    public const string NotAllowed = "field.not-allowed";

    public const string NotIdentified = "identity.required";
    public const string NotRecognised = "identity.not-recognised";
    public const string NotPermitted = "identity.not-permitted";
    public const string CrossSite = "identity.cross-site";

    public const string CaseNotFound = "case.not-found";
    public const string VersionMismatch = "case.version-mismatch";
    public const string PolicyVersionUnknown = "policy.version-unknown";
    public const string PolicyRevisionMismatch = "policy.revision-mismatch";
    public const string CalendarNotFound = "calendar.not-found";
    public const string NotUtf8 = "request.not-utf-8";
    public const string PoisonNotFound = "poison.not-found";

    public const string Surprise = "server.error";
    public const string Unavailable = "server.unavailable";
}
