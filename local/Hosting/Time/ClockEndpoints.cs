using System.Globalization;
using Caseward.Local.Hosting.Pages;
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

    private const double FastestSpeed = 1_000_000;

    /// <summary>On the way the clock stops at least once a day, so that a move of centuries would never be answered.</summary>
    private static readonly TimeSpan LongestMove = TimeSpan.FromDays(3653);

    /// <summary>What it shows now.</summary>
    public ClockView View => new(clock.GetUtcNow(), clock.Speed, driver.NextWakeUp);

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("clock", http => LocalPages.AnswerAsync(http, View, () => ClockPages.Show(View, LocalPages.Notice(http))));
        local.MapPost("clock", MoveAsync);
    }

    private async Task MoveAsync(HttpContext http)
    {
        Move asked = await Fields.ReadAsync(http.Request) is { Count: 1 } fields && Read(fields) is { } move ? move : Move.Refused(Usage);
        if (asked.Run is not { } run)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, asked.Refusal);
            return;
        }

        await run(http.RequestAborted);
        await LocalPages.DoneAsync(http, "/local/clock", asked.Done, View);
    }

    private Move? Read(Fields fields) =>
        fields.Text("advance") is { } by ? IsoDuration.TryParse(by, out TimeSpan duration) ? By(duration) : null
        : fields.Text("to") is { } to ? DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? By(instant - clock.GetUtcNow(), instant)
            : null
        : fields.Flag("next") ? new Move(driver.AdvanceToNextWakeUpAsync)
        : fields.Number("speed") is >= 0 and <= FastestSpeed and var speed ? new Move(_ => SetSpeedAsync(speed)) { Done = "speed" }
        : null;

    private Task SetSpeedAsync(double speed)
    {
        clock.SetSpeed(speed);
        return Task.CompletedTask;
    }

    private Move By(TimeSpan by, DateTimeOffset? to = null) => by > LongestMove
        ? Move.Refused("The clock moves by at most ten years at once.")
        : new Move(token => driver.AdvanceToAsync(to ?? (clock.GetUtcNow() + by), token));

    /// <summary>What was asked for: something to do, or why it is not done.</summary>
    private sealed record Move(Func<CancellationToken, Task>? Run, string Refusal = "")
    {
        public string Done { get; init; } = "moved";

        public static Move Refused(string why) => new(Run: null, why);
    }
}
