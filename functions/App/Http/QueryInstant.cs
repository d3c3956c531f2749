using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Http;

/// <summary>Instants in query parameters.</summary>
internal static class QueryInstant
{
    /// <summary>Reads an instant; absent is fine.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="from">The earliest that makes sense.</param>
    /// <param name="to">The latest that makes sense.</param>
    /// <param name="why">What to do about one that lies outside.</param>
    /// <param name="instant">The instant; absent when none was sent.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryRead(HttpRequest request, string name, Instant from, Instant to, string why, out Instant? instant, out Answer? problem)
    {
        instant = null;
        problem = null;
        if (!request.Query.TryGetValue(name, out var sent))
        {
            return true;
        }

        // A plus that was not escaped arrives as a blank; in an offset it can mean nothing else.
        ParseResult<OffsetDateTime> parsed = OffsetDateTimePattern.ExtendedIso.Parse(sent.ToString().Replace(' ', '+'));
        if (!parsed.Success || parsed.Value.Year is < 1900 or > 2999)
        {
            problem = Invalid(name, "Write an instant with its offset, such as 2024-08-12T10:30:00Z or 2024-08-12T12:30:00+02:00, between the years 1900 and 2999.");
            return false;
        }

        instant = parsed.Value.ToInstant();
        problem = instant < from || instant > to ? Invalid(name, why) : null;
        return problem is null;
    }

    /// <summary>The answer to a parameter that lies outside of what makes sense.</summary>
    public static Answer Invalid(string name, string why) => Problem.Invalid([new Violation($"?{name}", RuleCodes.OutOfRange, why)]);
}
