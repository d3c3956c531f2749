using Caseward.Domain.Policy;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>What a replay came to.</summary>
internal sealed record ReplayResult
{
    public required IReadOnlyList<CaseRecord> Cases { get; init; }

    public required ReplayTally Tally { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>What the durable back end still remembers.</summary>
    public required IReadOnlyDictionary<OrchestrationRuntimeStatus, int> Instances { get; init; }

    /// <summary>Messages in poison queues.</summary>
    public required long Poisoned { get; init; }

    /// <summary>The policy that the cases were handled under.</summary>
    public required ServicePolicy Policy { get; init; }

    /// <summary>The figures per priority.</summary>
    public string Report => new ReplayReport(Cases, Policy.Calendar(new CaseScope(Desk.Department), CalendarUse.Office)).Print();

    public int NoticesDecidedTwice =>
        Cases.SelectMany(record => record.All("noticeDecided")).GroupBy(notice => notice.Text("key")).Count(same => same.Count() > 1);

    public int Failed => Instances.GetValueOrDefault(OrchestrationRuntimeStatus.Failed);

    /// <summary>Orchestrations that neither completed nor failed.</summary>
    public int LeftOver => Instances.Sum(status => status.Value) - Instances.GetValueOrDefault(OrchestrationRuntimeStatus.Completed) - Failed;

    /// <summary>Every case is closed and sound, every orchestration completed, no message is poisoned and no notice was decided twice.</summary>
    public bool IsUnharmed => (Poisoned, NoticesDecidedTwice, Failed, LeftOver) == (0, 0, 0, 0) && Cases.All(record => record is { Status: "closed", Difference: null });

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
            Row("mails that left", $"{Cases.Sum(record => record.Mails.Count)}");
            ILookup<bool, Duration> delays = Cases.SelectMany(record => record.Delays(id => Policy.Person(id)!.Email)).ToLookup(delay => delay.ToCustomer, delay => delay.Delay);
            Row("  to customers, after min: median / p90", Quantiles.Of(delays[true], Duration.FromMinutes(1)));
            Row("  to colleagues, after min: median / p90", Quantiles.Of(delays[false], Duration.FromMinutes(1)));
            table.Line();
            Row("cases not closed", $"{Cases.Count(record => record.Status != "closed")}");
            Row("cases that differ when decided again", $"{Cases.Count(record => record.Difference is not null)}");
            Row("orchestrations failed", $"{Failed}");
            Row("orchestrations left over", $"{LeftOver}");
            Row("messages in poison queues", $"{Poisoned}");
            table.Line();
            Row("seconds", FormattableString.Invariant($"{Took.TotalSeconds:F1}"));
            Row($"  in {Tally.Clock.Moves} moves of the clock", FormattableString.Invariant($"{Tally.Clock.Took.TotalSeconds:F1}"));
            Row("cases a second", FormattableString.Invariant($"{Cases.Count / Took.TotalSeconds:F1}"));
            Row("commands a second", FormattableString.Invariant($"{Tally.Commands / Took.TotalSeconds:F1}"));
            return table.ToString();

            void Row(string head, string figure) => table.Row([head, figure]);
        }
    }
}
