using Microsoft.AspNetCore.Http;

namespace Caseward.Local.Hosting.Http;

/// <summary>How the runtime's own pages under <c>/local</c> are answered.</summary>
internal static class LocalPages
{
    /// <summary>Our pages: nothing from elsewhere, no scripts.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static bool WantsJson(HttpContext http) =>
        http.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));

    public static Task AnswerAsync(HttpContext http, string content, string type, string policy = PagePolicy)
    {
        http.Response.ContentType = type + "; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync(content, http.RequestAborted);
    }

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title, escaped.</param>
    /// <param name="body">Its body, as HTML.</param>
    public static string Page(string title, string body) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link rel="stylesheet" href="/local/mail/style.css"></head>
        <body>
        {body}
        </body>
        </html>

        """;
}
