using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>
/// What requests to the extension's addresses ask for beside their path. Unlike the real host, which takes what it cannot read for not
/// given and so may purge more than was meant, it refuses that.
/// </summary>
internal static class WebhookQuery
{
    private const string Token = "x-ms-continuation-token";
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    public static string? Text(HttpContext http, string name) => http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public static bool Flag(HttpContext http, string name, bool otherwise) =>
        Read<bool>(http, name, "true or false", text => bool.TryParse(text, out bool value) ? value : null) ?? otherwise;

    public static DateTimeOffset? Instant(HttpContext http, string name) => Read<DateTimeOffset>(
        http, name, "an instant such as 2026-06-01T08:00:00Z",
        text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value) ? value : null);

    /// <summary>A duration in seconds.</summary>
    public static TimeSpan? Seconds(HttpContext http, string name) => Read<TimeSpan>(
        http, name, "a number of seconds, at most a day",
        text => double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 86_400 ? TimeSpan.FromSeconds(value) : null);

    /// <summary>How many are wanted at once; never more than a thousand, so that an answer stays bounded.</summary>
    public static int PageSize(HttpContext http) => Math.Min(
        Read<int>(http, "top", "a number from 1", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null) ?? UsualPage,
        LargestPage);

    /// <summary>Null when none is named. They may come in one list or in several.</summary>
    public static OrchestrationRuntimeStatus[]? Statuses(HttpContext http)
    {
        OrchestrationRuntimeStatus[] statuses =
        [
            .. http.Request.Query["runtimeStatus"].SelectMany(list => (list ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(name => Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status) && Enum.IsDefined(status) && !char.IsAsciiDigit(name[0])
                    ? status
                    : throw new WebhookRefusedException(StatusCodes.Status400BadRequest, $"runtimeStatus: there is no status '{name}'.")),
        ];
        return statuses.Length == 0 ? null : statuses;
    }

    /// <summary>Where the page before ended.</summary>
    public static string? Continuation(HttpContext http)
    {
        string token = http.Request.Headers[Token].ToString();
        try
        {
            return token.Length == 0 ? null : Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new WebhookRefusedException(StatusCodes.Status400BadRequest, $"{Token}: this is none that was given out.");
        }
    }

    /// <summary>Says where the next page begins. Ids may hold anything, headers may not.</summary>
    public static void GoOn(HttpContext http, string? after)
    {
        if (after is not null)
        {
            http.Response.Headers[Token] = Convert.ToBase64String(Encoding.UTF8.GetBytes(after));
        }
    }

    private static T? Read<T>(HttpContext http, string name, string expected, Func<string, T?> read)
        where T : struct => Text(http, name) is not { Length: > 0 } text ? null
        : read(text) ?? throw new WebhookRefusedException(StatusCodes.Status400BadRequest, $"{name} must be {expected}.");
}
