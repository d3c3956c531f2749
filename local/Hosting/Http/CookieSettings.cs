using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>The worker's cookies in ASP.NET Core's terms.</summary>
internal static class CookieSettings
{
    public static CookieOptions ToOptions(this IHttpCookie cookie) => new()
    {
        Domain = cookie.Domain,
        Path = cookie.Path,
        Expires = cookie.Expires,
        HttpOnly = cookie.HttpOnly ?? false,
        MaxAge = cookie.MaxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Secure = cookie.Secure ?? false,
        SameSite = cookie.SameSite switch
        {
            SameSite.Lax => SameSiteMode.Lax,
            SameSite.Strict => SameSiteMode.Strict,
            _ => SameSiteMode.None,
        },
    };
}
