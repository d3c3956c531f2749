using Caseward.Local.Hosting.Functions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Caseward.Local.Hosting.Http;

/// <summary>Where an HTTP function answers.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">The whole route, prefix included.</param>
/// <param name="Methods">Its methods in capitals; none means any.</param>
internal sealed record HttpRoute(LocalFunction Function, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    /// <summary>The route with its parameters' names left out and their constraints kept: routes of one shape match the same paths.</summary>
    public string Shape => string.Join('/', Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Describe))));

    /// <summary>Whether a request could be meant for both, given the same shape.</summary>
    public bool Overlaps(HttpRoute other) =>
        Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods, StringComparer.OrdinalIgnoreCase).Any();

    private static string Describe(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content))}}}",
        _ => "",
    };
}
