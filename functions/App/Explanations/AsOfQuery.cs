using Caseward.App.Http;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Caseward.App.Explanations;

/// <summary>The <c>asOf</c> of a request: an instant that has come.</summary>
internal static class AsOfQuery
{
    public const string Parameter = "asOf";

    public static bool TryRead(HttpRequest request, Instant now, out Instant? asOf, out Answer? problem) =>
        QueryInstant.TryRead(request, Parameter, Instant.MinValue, now, "That instant has not come yet. What will be, if nobody acts, is at /forecast.", out asOf, out problem);

    /// <summary>The answer when nothing of the case was written down by then.</summary>
    public static Answer NotYetThere(Moment openedAt) => QueryInstant.Invalid(Parameter, $"The case came in later, at {openedAt.Local}.");
}
