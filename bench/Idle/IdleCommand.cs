using System.Diagnostics;
using Caseward.Bench.Hosting;
using Caseward.Bench.Replay;
using NodaTime;

namespace Caseward.Bench.Idle;

/// <summary><c>idle</c>: how long nine weeks take when nobody does anything. The promises of the cases run out on the way, so ladders are climbed.</summary>
internal static class IdleCommand
{
    private static readonly Instant Start = Instant.FromUtc(2024, 8, 12, 8, 30);

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using BenchHost host = await BenchHost.StartAsync(Start);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
        foreach (int priority in new[] { 1, 2, 3, 4, 4 })
        {
            var form = new
            {
                Subject = "The printer does not print",
                Description = "Since this morning.",
                Priority = priority,
                Desk.Department,
                Contact = new { Name = "J. Jansen", Email = "jansen@customers.example", Phone = "0612345678" },
            };
            (await caseward.PostAsync("/api/phone/cases", form, $"idle-{Guid.CreateVersion7()}")).EnsureAccepted();
        }

        await caseward.MoveClockAsync(Start);
        var table = new TextTable(["five cases that nobody takes", "ms"]);
        foreach (string nineWeeks in new[] { "first nine weeks, with everything that falls due", "next nine weeks, with nothing left to happen" })
        {
            long started = Stopwatch.GetTimestamp();
            await caseward.AdvanceClockAsync(Duration.FromDays(63));
            table.Row([nineWeeks, FormattableString.Invariant($"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0}")]);
        }

        await output.WriteAsync(table.ToString());
        return 0;
    }
}
