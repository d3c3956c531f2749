using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Identity;

/// <summary>Finds out who makes a request, from whatever the settings say may be believed.</summary>
internal sealed class CallerSearch(
    IOptions<IdentityOptions> options, IHostEnvironment environment, PlatformPrincipal platform, IntegrationTokens integrations, StaffDirectory staff)
{
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>Whether this is a place where the development sign-in could be on.</summary>
    public bool IsDevelopment => environment.IsDevelopment();

    /// <summary>Whether the development sign-in is on, which needs the setting and the environment.</summary>
    public bool AllowsDevelopmentSignIn => options.Value.DevelopmentSignIn && IsDevelopment;

    /// <summary>Whether the request comes with something that says who makes it.</summary>
    public bool HasCredentials(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || (options.Value.PlatformAuthentication && request.Headers.ContainsKey(PrincipalHeader));

    /// <summary>Whether a browser sends the credentials by itself, wherever the request was caused.</summary>
    public bool IsAmbient(HttpRequest request) => options.Value.PlatformAuthentication && request.Headers.ContainsKey(PrincipalHeader);

    /// <summary>The caller; absent when nothing that may be believed says who it is.</summary>
    public async ValueTask<Caller?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (options.Value.PlatformAuthentication && request.Headers[PrincipalHeader] is [{ } principal])
        {
            return await platform.ReadAsync(principal, cancellationToken);
        }

        if (request.Headers.Authorization is not [{ } authorization] || authorization.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var scheme, { Length: > 0 } rest])
        {
            return null;
        }

        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? integrations.Find(rest)
            : scheme.Equals("Development", StringComparison.OrdinalIgnoreCase) && AllowsDevelopmentSignIn
                ? await staff.WithIdAsync(rest, cancellationToken) ?? await staff.WithEmailAsync(rest, cancellationToken) ?? Customers.WithEmail(rest)
            : null;
    }
}
