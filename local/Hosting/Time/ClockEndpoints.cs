using System.Globalization;
using System.Text.Json;
using Caseward.Local.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Time;

/// <summary>The clock for people: <c>GET /local/clock</c> shows it, <c>POST /local/clock</c> moves it and answers when everything is idle.</summary>
internal sealed class ClockEndpoints(LocalClock clock, ClockDriver driver) : ILocalEndpoints
{
    private const string Usage =
        """Send one of {"advance":"PT1H"}, {"to":"2026-06-01T08:00:00Z"}, {"next":true}, {"speed":60}.""";

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("clock", Show);
        local.MapPost("clock", MoveAsync);
    }

    private Task Show(HttpContext http) => http.Response.WriteAsJsonAsync(new ClockView(clock.GetUtcNow(), clock.Speed, driver.NextWakeUp));

    private async Task MoveAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } move)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new ClockRefusal(Usage), http.RequestAborted);
            return;
        }

        await move(http.RequestAborted);
        await Show(http);
    }

    private async Task<Func<CancellationToken, Task>?> ReadAsync(HttpContext http)
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            JsonProperty[] members = body.RootElement.ValueKind == JsonValueKind.Object ? [.. body.RootElement.EnumerateObject()] : [];
            return members is [var only] ? Read(only.Name, only.Value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Func<CancellationToken, Task>? Read(string what, JsonElement value)
    {
        switch (what)
        {
            case "advance" when value.ValueKind == JsonValueKind.String && IsoDuration.TryParse(value.GetString()!, out TimeSpan by):
                return token => driver.AdvanceToAsync(clock.GetUtcNow() + by, token);
            case "to" when value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant):
                return token => driver.AdvanceToAsync(instant, token);
            case "next" when value.ValueKind == JsonValueKind.True:
                return driver.AdvanceToNextWakeUpAsync;
            case "speed" when value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double speed) && speed is >= 0 and <= 1_000_000:
                return _ =>
                {
                    clock.SetSpeed(speed);
                    return Task.CompletedTask;
                };
            default:
                return null;
        }
    }

    private sealed record ClockView(DateTimeOffset Now, double Speed, DateTimeOffset? NextWakeUp);

    private sealed record ClockRefusal(string Error);
}
