using System.Globalization;
using System.Text.Json;
using Caseward.Local.Hosting.Http;
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

    /// <summary>On the way the clock stops at least once a day, so that a move of centuries would never be answered.</summary>
    private static readonly TimeSpan LongestMove = TimeSpan.FromDays(3653);

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("clock", Show);
        local.MapPost("clock", MoveAsync);
    }

    private Task Show(HttpContext http) => http.Response.WriteAsJsonAsync(new ClockView(clock.GetUtcNow(), clock.Speed, driver.NextWakeUp));

    private async Task MoveAsync(HttpContext http)
    {
        Move asked = await JsonBody.ReadAsync(http.Request, Read) ?? Move.Refused(Usage);
        if (asked.Run is not { } run)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsJsonAsync(new ClockRefusal(asked.Refusal), http.RequestAborted);
            return;
        }

        await run(http.RequestAborted);
        await Show(http);
    }

    private Move? Read(JsonElement body)
    {
        JsonProperty[] members = body.ValueKind == JsonValueKind.Object ? [.. body.EnumerateObject()] : [];
        return members is [var only] ? Read(only.Name, only.Value) : null;
    }

    private Move? Read(string what, JsonElement value)
    {
        switch (what)
        {
            case "advance" when value.ValueKind == JsonValueKind.String && IsoDuration.TryParse(value.GetString()!, out TimeSpan by):
                return By(by);
            case "to" when value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant):
                return By(instant - clock.GetUtcNow(), instant);
            case "next" when value.ValueKind == JsonValueKind.True:
                return new Move(driver.AdvanceToNextWakeUpAsync);
            case "speed" when value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double speed) && speed is >= 0 and <= 1_000_000:
                return new Move(_ =>
                {
                    clock.SetSpeed(speed);
                    return Task.CompletedTask;
                });
            default:
                return null;
        }
    }

    private Move By(TimeSpan by, DateTimeOffset? to = null) => by > LongestMove
        ? Move.Refused("The clock moves by at most ten years at once.")
        : new Move(token => driver.AdvanceToAsync(to ?? (clock.GetUtcNow() + by), token));

    /// <summary>What was asked for: something to do, or why it is not done.</summary>
    private sealed record Move(Func<CancellationToken, Task>? Run, string Refusal = "")
    {
        public static Move Refused(string why) => new(Run: null, why);
    }

    private sealed record ClockView(DateTimeOffset Now, double Speed, DateTimeOffset? NextWakeUp);

    private sealed record ClockRefusal(string Error);
}
