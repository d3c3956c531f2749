using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Caseward.Local.Hosting.Pages;

/// <summary>How what is under <c>/local</c> is answered: as a page to people, as data to programs, and to whoever asks for the one or the other.</summary>
internal static class LocalPages
{
    /// <summary>How data is written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },

        // Payloads are JSON themselves; the default encoder would write every quote of theirs as six characters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Our pages: nothing from elsewhere, no scripts but our own, forms to nobody else.</summary>
    private const string PagePolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Texts of applications, which may be anything: no browser shall do anything with them.</summary>
    private const string RawPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public static bool WantsJson(HttpContext http) => Accepts(http, "application/json");

    /// <summary>Whether a browser asks.</summary>
    public static bool WantsHtml(HttpContext http) => Accepts(http, "text/html");

    /// <summary>A part of the route, empty without one. Routing leaves an escaped slash as it is.</summary>
    public static string RouteValue(HttpContext http, string name) =>
        (http.Request.RouteValues[name] as string ?? string.Empty).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static Task AnswerAsync(HttpContext http, string content, string type, string policy = PagePolicy)
    {
        http.Response.ContentType = type + "; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";

        // Not "no-referrer": under that one browsers send the origin "null" with our own forms, and the doorkeeper would turn them away.
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        return http.Response.WriteAsync(content, http.RequestAborted);
    }

    /// <summary>The page to browsers, the data to everybody else.</summary>
    public static Task AnswerAsync<T>(HttpContext http, T data, Func<Markup> page) => WantsHtml(http) && !WantsJson(http)
        ? AnswerAsync(http, page().ToString(), "text/html")
        : JsonAsync(http, data);

    public static Task JsonAsync<T>(HttpContext http, T data)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsJsonAsync(data, Json, http.RequestAborted);
    }

    /// <summary>A text of an application, whole and untouched.</summary>
    public static Task RawAsync(HttpContext http, string text) => AnswerAsync(http, text, "text/plain", RawPolicy);

    /// <summary>What a form or a script asked for is done: the form's page goes on to another page, the script gets the data.</summary>
    public static Task DoneAsync<T>(HttpContext http, string goOn, string done, T data)
    {
        if (!WantsHtml(http) || WantsJson(http))
        {
            return JsonAsync(http, data);
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{goOn}{(goOn.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={done}";
        return Task.CompletedTask;
    }

    /// <summary>Why something is not done, as problem details (RFC 9457), or as a page.</summary>
    public static Task ProblemAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        if (WantsHtml(http) && !WantsJson(http))
        {
            return AnswerAsync(http, Page("Not done", Markup.Of(
                $"""<h1>Not done</h1><p class="problem" role="alert">{detail}</p><p><a href="/local">To the overview</a></p>""")).ToString(), "text/html");
        }

        return http.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = "Not done", Detail = detail }, Json, "application/problem+json", http.RequestAborted);
    }

    /// <summary>What a page says after something was done; nothing when nothing was.</summary>
    public static Markup Notice(HttpContext http) => Notices.TryGetValue(http.Request.Query["done"].ToString(), out string? notice)
        ? Markup.Of($"""<p class="notice" role="status">{notice}</p>""")
        : Markup.Empty;

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Its body.</param>
    /// <param name="place">The address of the place that it belongs to.</param>
    public static Markup Page(string title, Markup body, string place = "") => Markup.Of(
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · Caseward Local</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/local/page.css"><script src="/local/page.js" defer></script></head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header><a class="brand" href="/local">Caseward Local</a><nav aria-label="Places">{LocalIndex.Places.Select(each => Link(each, place))}</nav></header>
        <main id="main">
        {body}
        </main>
        </body>
        </html>

        """);

    private static readonly Dictionary<string, string> Notices = new(StringComparer.Ordinal)
    {
        ["moved"] = "The clock was moved, and everything that fell due on the way has happened.",
        ["waited"] = "The clock is past that instant and stays where it is. Everything that was due has happened.",
        ["speed"] = "The clock's speed was changed.",
        ["retried"] = "The message is on its queue again.",
        ["retried-all"] = "The messages are on their queue again.",
        ["deleted"] = "Deleted.",
        ["started"] = "Started; what it does is in the log.",
        ["terminate"] = "The instance is told to end.",
        ["suspend"] = "The instance is told to pause.",
        ["resume"] = "The instance is told to go on.",
        ["raise"] = "The event is on its way.",
        ["purge"] = "The instance is gone.",
    };

    private static Markup Link(LocalIndex.Place place, string here) =>
        Markup.Of($"""<a href="{place.Address}"{(place.Address == here ? Markup.Trusted(" aria-current=\"page\"") : Markup.Empty)}>{place.Name}</a>""");

    private static bool Accepts(HttpContext http, string type) =>
        http.Request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase));
}
