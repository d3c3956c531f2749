using System.Diagnostics;
using System.Reflection;
using Caseward.App;
using Caseward.Bench.Hosting;
using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary><c>replay FILE [--take N]</c>: feeds an incident log through a whole system and prints what came of it.</summary>
internal static class ReplayCommand
{
    /// <returns>0 when the system came through unharmed: no orchestration failed or is left over, no message is poisoned, no notice decided twice.</returns>
    public static async Task<int> RunAsync(string file, int take, TextWriter output)
    {
        using StreamReader text = File.OpenText(file);
        var plan = ReplayPlan.Of(IncidentLog.Read(text), take);
        ReplayResult result = await RunAsync(plan, durable: true);
        await output.WriteLineAsync(result.Report);
        await output.WriteLineAsync(result.Totals);
        return result.IsUnharmed ? 0 : 1;
    }

    /// <summary>Starts a system whose clock stands just before the plan's first step, follows the plan, and reads the cases.</summary>
    public static async Task<ReplayResult> RunAsync(ReplayPlan plan, bool durable)
    {
        await using BenchHost host = await BenchHost.StartAsync(plan.Steps[0].At - Duration.FromMinutes(1), durable);
        using var caseward = new CasewardClient(host.BaseAddress, host.Account, Desk.Manager);
        long started = Stopwatch.GetTimestamp();
        (IReadOnlyDictionary<string, string> numbers, ReplayTally tally) = await new ReplayRun(caseward).FollowAsync(plan);
        TimeSpan took = Stopwatch.GetElapsedTime(started);

        var cases = new List<CaseRecord>();
        foreach (LoggedIncident incident in plan.Incidents.Where(incident => numbers.ContainsKey(incident.Incident)))
        {
            cases.Add(await CaseRecord.ReadAsync(caseward, incident, numbers[incident.Incident]));
        }

        return new ReplayResult
        {
            Cases = cases,
            Tally = tally,
            Took = took,
            Instances = await host.CountInstancesAsync(),
            Poisoned = await PoisonedAsync(caseward),
            Report = new ReplayReport(cases, OfficeHours()).Print(),
        };
    }

    private static async Task<long> PoisonedAsync(CasewardClient caseward) =>
        (await caseward.GetAsync("/local/queues")).EnumerateArray()
            .Where(queue => queue.GetProperty("name").GetString()!.EndsWith("-poison", StringComparison.Ordinal))
            .Sum(queue => queue.GetProperty("messages").GetInt64());

    private static BusinessCalendar OfficeHours()
    {
        Assembly app = typeof(CasewardApp).Assembly;
        using var document = new StreamReader(app.GetManifestResourceStream("default.policy.json")!);
        return PolicyReader.Read(document.ReadToEnd()).OrThrow().Calendar(Desk.Department, CalendarUse.Office);
    }
}

/// <summary>What a replay came to.</summary>
internal sealed record ReplayResult
{
    public required IReadOnlyList<CaseRecord> Cases { get; init; }

    public required ReplayTally Tally { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyDictionary<OrchestrationRuntimeStatus, int> Instances { get; init; }

    /// <summary>Messages in poison queues.</summary>
    public required long Poisoned { get; init; }

    /// <summary>The figures that are the same on every run.</summary>
    public required string Report { get; init; }

    public int NoticesDecidedTwice =>
        Cases.SelectMany(record => record.All("noticeDecided")).GroupBy(notice => notice.Text("key")).Count(same => same.Count() > 1);

    public bool IsUnharmed =>
        Poisoned == 0 && NoticesDecidedTwice == 0
        && Cases.All(record => record.Status == "closed")
        && Instances.Keys.All(status => status == OrchestrationRuntimeStatus.Completed);

    public string Totals
    {
        get
        {
            var table = new TextTable(["totals", ""]);
            Row("commands", $"{Tally.Commands}");
            foreach ((string verb, int count) in Tally.Accepted)
            {
                Row($"  {verb}: accepted", $"{count}");
            }

            foreach (((string verb, string code), int count) in Tally.Refused)
            {
                Row($"  {verb}: refused, {code}", $"{count}");
            }

            table.Line();
            Row("notices decided", $"{Cases.Sum(record => record.All("noticeDecided").Count())}");
            Row("  decided twice", $"{NoticesDecidedTwice}");
            Row("mails in the mailbox", $"{Cases.Sum(record => record.Mails)}");
            Row("cases not closed", $"{Cases.Count(record => record.Status != "closed")}");
            foreach ((OrchestrationRuntimeStatus status, int count) in Instances)
            {
                Row($"orchestrations: {status}", $"{count}");
            }

            Row("orchestrations: failed", $"{Instances.GetValueOrDefault(OrchestrationRuntimeStatus.Failed)}");
            Row("messages in poison queues", $"{Poisoned}");
            table.Line();
            Row("seconds", FormattableString.Invariant($"{Took.TotalSeconds:F1}"));
            Row("cases a second", FormattableString.Invariant($"{Cases.Count / Took.TotalSeconds:F1}"));
            Row("commands a second", FormattableString.Invariant($"{Tally.Commands / Took.TotalSeconds:F1}"));
            return table.ToString();

            void Row(string head, string figure) => table.Row([head, figure]);
        }
    }
}
