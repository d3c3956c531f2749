namespace Caseward.App.Identity;

/// <summary>Whose word is taken for who makes a request. Nobody's, unless a setting says so.</summary>
internal sealed record IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>
    /// Whether the platform signs people in and replaces the <c>X-MS-CLIENT-PRINCIPAL</c> header of every request. Where it does not,
    /// anybody could write that header, so it must stay off.
    /// </summary>
    /// <value>Off.</value>
    public bool PlatformAuthentication { get; init; }

    /// <summary>Whether <c>Authorization: Development name</c> is enough; in the development environment only.</summary>
    /// <value>Off.</value>
    public bool DevelopmentSignIn { get; init; }

    /// <summary>By name of the integration, the SHA-256 of its token in hexadecimal.</summary>
    /// <value>None.</value>
    public Dictionary<string, string> IntegrationTokens { get; init; } = [];
}
