using System.Text.Json;
using System.Text.Json.Serialization;
using Caseward.Domain.Cases;

namespace Caseward.App.Identity;

/// <summary>
/// The principal that the platform's authentication writes into <c>X-MS-CLIENT-PRINCIPAL</c>: base64 of JSON with claims. People are known
/// by their e-mail address; an application has none and needs the app role <c>integration</c>.
/// </summary>
internal sealed class PlatformPrincipal(StaffDirectory staff)
{
    private const int MaxHeader = 64 * 1024;

    private static readonly string[] EmailClaims =
    [
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "email", "emails", "preferred_username",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
    ];

    private static readonly string[] ApplicationClaims = ["azp", "appid"];

    private static readonly string[] RoleClaims = ["roles", "role", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    /// <summary>The caller that the header stands for; absent when it cannot be read or names nobody.</summary>
    public async ValueTask<Caller?> ReadAsync(string header, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(header.Length, MaxHeader)];
        if (!Convert.TryFromBase64String(header, buffer, out int length))
        {
            return null;
        }

        Principal? principal;
        try
        {
            principal = JsonSerializer.Deserialize<Principal>(buffer.AsSpan(0, length));
        }
        catch (JsonException)
        {
            return null;
        }

        return principal?.Claims is { } claims ? await KnownAsync(claims, principal.RoleType, cancellationToken) : null;
    }

    private async ValueTask<Caller?> KnownAsync(IReadOnlyList<Claim> claims, string? roleType, CancellationToken cancellationToken)
    {
        if (First(claims, EmailClaims) is { } email)
        {
            return await staff.WithEmailAsync(email, cancellationToken) ?? Customers.WithEmail(email);
        }

        bool isIntegration = claims.Any(claim => (claim.Type == roleType || RoleClaims.Contains(claim.Type)) && claim.Value == "integration");
        return isIntegration && First(claims, ApplicationClaims) is { } application
            ? new Caller(new Actor(ActorKind.Integration, application), Roles.Integration)
            : null;
    }

    private static string? First(IReadOnlyList<Claim> claims, string[] types) =>
        types.Select(type => claims.FirstOrDefault(claim => claim.Type == type)?.Value).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private sealed record Principal
    {
        [JsonPropertyName("claims")]
        public IReadOnlyList<Claim>? Claims { get; init; }

        [JsonPropertyName("role_typ")]
        public string? RoleType { get; init; }
    }

    private sealed record Claim
    {
        [JsonPropertyName("typ")]
        public string? Type { get; init; }

        [JsonPropertyName("val")]
        public string? Value { get; init; }
    }
}
