using Caseward.Bench.Hosting;
using Caseward.Bench.Replay;
using NodaTime;

namespace Caseward.Bench.Costs;

/// <summary>The life of an ordinary case, from a phone call to its survey, on a clock that stands until it is moved.</summary>
internal static class OrdinaryCase
{
    public static readonly Instant Start = Instant.FromUtc(2024, 8, 12, 8, 30);

    private static readonly Duration[] Moves = [Duration.FromMinutes(10), Duration.FromMinutes(20), Duration.FromHours(2), Duration.FromHours(20), Duration.FromDays(2)];

    /// <summary>Intake, routing, receipt, claim, reply, solution, confirmation, survey. Between two of them everything that falls due happens.</summary>
    /// <param name="caseward">The application.</param>
    /// <param name="keys">A case each, whose customers tell them apart; they live at the same time.</param>
    public static async Task LiveAsync(CasewardClient caseward, IReadOnlyList<string> keys)
    {
        var numbers = new Dictionary<string, string>();
        foreach (string key in keys)
        {
            numbers[key] = await OpenAsync(caseward, key);
        }

        (string Command, object Body)[] commands =
        [
            ("claim", new { }),
            ("comments", new { Text = "Please try the other tray; we call you when the part is here." }),
            ("resolve", new { Solution = "The tray was replaced." }),
            ("confirm", new { }),
        ];
        foreach ((Duration pause, (string command, object body)) in Moves.Zip(commands))
        {
            await caseward.AdvanceClockAsync(pause);
            foreach ((string key, string number) in numbers)
            {
                (await caseward.PostAsync($"/api/cases/{number}/{command}", body, $"{key}-{command}")).EnsureAccepted();
            }
        }

        await caseward.AdvanceClockAsync(Moves[^1]);
    }

    private static async Task<string> OpenAsync(CasewardClient caseward, string key)
    {
        Sent opened = await caseward.PostAsync(
            "/api/phone/cases",
            new
            {
                Subject = "The printer does not print",
                Description = "Since this morning nothing comes out of it, not even the test page. Restarting did not help.",
                Priority = 3,
                Desk.Department,
                Contact = new { Name = "J. Jansen", Email = $"{key}@customers.example", Phone = "0612345678" },
            },
            $"{key}-open");
        opened.EnsureAccepted();
        return opened.Body.GetProperty("number").GetString()!;
    }
}
