using System.Globalization;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Time;

/// <summary>The clock for people: <c>GET /local/clock</c> shows it, <c>POST /local/clock</c> moves it and answers when everything is idle.</summary>
internal sealed class ClockEndpoints(LocalClock clock, ClockDriver driver) : ILocalEndpoints
{
    private const string Usage =
        """Send one of {"advance":"PT1H"}, {"to":"2026-06-01T08:00:00Z"}, {"next":true}, {"speed":60}. """
        + "A duration has weeks, days, hours, minutes and seconds, no years or months, and is not negative; a speed is from 0 to 1,000,000.";

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
        if ((asked.Refusal ?? await RunAsync(asked.Run!, http.RequestAborted)) is { } refusal)
        {
            await LocalPages.ProblemAsync(http, refusal.Status, refusal.Why);
            return;
        }

        await LocalPages.DoneAsync(http, "/local/clock", asked.Done, View);
    }

    private static async Task<Refusal?> RunAsync(Func<CancellationToken, Task<Refusal?>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(cancellationToken);
        }
        catch (TimeoutException error)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, error.Message);
        }
    }

    private Move? Read(Fields fields) =>
        fields.Text("advance") is { } by ? IsoDuration.TryParse(by, out TimeSpan duration) ? By(duration) : null
        : fields.Text("to") is { } to ? DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? By(instant - clock.GetUtcNow(), instant)
            : null
        : fields.Flag("next") ? new Move(NextAsync)
        : fields.Number("speed") is >= 0 and <= LocalOptions.FastestClock and var speed ? new Move(_ => SetSpeedAsync(speed)) { Done = "speed" }
        : null;

    private async Task<Refusal?> NextAsync(CancellationToken cancellationToken) => await driver.AdvanceToNextWakeUpAsync(cancellationToken)
        ? null
        : new Refusal(StatusCodes.Status409Conflict, "Nothing is planned for the next ten years, so there is no wake-up to go to. Schedules of timer functions do not count.");

    private Task<Refusal?> SetSpeedAsync(double speed)
    {
        clock.SetSpeed(speed);
        return Task.FromResult<Refusal?>(null);
    }

    private Move By(TimeSpan by, DateTimeOffset? to = null) =>
        by > ClockDriver.LongestMove ? Move.Refused("The clock moves by at most ten years at once.")
        : clock.GetUtcNow() + by > LocalOptions.LatestClock ? Move.Refused("The clock goes to the year 9000 and not beyond.")
        : new Move(token => ToAsync(to ?? (clock.GetUtcNow() + by), token)) { Done = by < TimeSpan.Zero ? "waited" : "moved" };

    private async Task<Refusal?> ToAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        await driver.AdvanceToAsync(instant, cancellationToken);
        return null;
    }

    /// <summary>What was asked for: something to do, or why it is not done.</summary>
    private sealed record Move(Func<CancellationToken, Task<Refusal?>>? Run, Refusal? Refusal = null)
    {
        public string Done { get; init; } = "moved";

        public static Move Refused(string why) => new(Run: null, new Refusal(StatusCodes.Status400BadRequest, why));
    }

    private sealed record Refusal(int Status, string Why);
}
