using System.Globalization;
using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>What the cases came to, per priority, and how that compares with the log's own verdict. Everything here is the same on every run.</summary>
internal sealed class ReplayReport
{
    private const string Why = """
        "Late" is Caseward's: business hours in Amsterdam, the default policy's promises for the priority that the case was opened with,
        and nothing counted while the customer is awaited. made_sla is the log's: another desk's promises, hours and zone, judged at
        closing under the priority that it ended with. So the two need not agree; what must agree is each with its own rules.
        """;

    private readonly IReadOnlyList<CaseRecord> _cases;
    private readonly BusinessCalendar _office;
    private readonly (string Head, CaseRecord[] Cases)[] _columns;

    public ReplayReport(IReadOnlyList<CaseRecord> cases, BusinessCalendar office)
    {
        _cases = cases;
        _office = office;
        _columns =
        [
            .. cases.GroupBy(record => record.Priority).OrderBy(group => group.Key).Select(group => ($"prio {group.Key}", group.ToArray())),
            ("all", [.. cases]),
        ];
    }

    public string Print()
    {
        var table = new TextTable(["", .. _columns.Select(column => column.Head)]);
        Row("cases", cases => cases.Length);
        Row("changes in the log", cases => cases.Sum(record => record.Incident.Changes));
        Row("events in the timelines", cases => cases.Sum(record => record.Timeline.Count));
        table.Line();
        Row("never owned in time: cases", cases => cases.Count(record => record.IsLate("ownership")));
        Row("  escalations as unowned", cases => Count(cases, "caseEscalated", "cause", "unowned"));
        Row("first response late: cases", cases => cases.Count(record => record.IsLate("firstResponse")));
        Row("  escalations as unanswered", cases => Count(cases, "caseEscalated", "cause", "unanswered"));
        Row("resolution late: cases", cases => cases.Count(record => record.IsLate("resolution")));
        Row("  escalations as unsolved", cases => Count(cases, "caseEscalated", "cause", "unsolved"));
        table.Line();
        foreach (string kind in Values("noticeDecided", "kind"))
        {
            Row($"notices: {kind}", cases => Count(cases, "noticeDecided", "kind", kind));
        }

        table.Line();
        Row("surveys sent", cases => cases.Sum(record => record.All("surveyOffered").Count()));
        foreach (string reason in Values("surveySkipped", "reason"))
        {
            Row($"surveys skipped: {reason}", cases => Count(cases, "surveySkipped", "reason", reason));
        }

        foreach (string cause in Values("caseClosed", "cause"))
        {
            Row($"closed: {cause}", cases => Count(cases, "caseClosed", "cause", cause));
        }

        table.Line();
        Times("first response, business h", record => record.AnsweredAt is { } at ? _office.Between(record.OpenedAt, at) : null);
        Times("first response, wall h", record => record.AnsweredAt - record.OpenedAt);
        Times("resolution, business h at the desk", record => record.ResolvedAt is null ? null : AtDesk(record));
        Times("resolution, wall h", record => record.ResolvedAt - record.OpenedAt);
        return $"{table}\n{Verdicts()}\n{Why}";

        void Row(string head, Func<CaseRecord[], int> figure) => table.Row([head, .. _columns.Select(column => figure(column.Cases).ToString(CultureInfo.InvariantCulture))]);

        void Times(string head, Func<CaseRecord, Duration?> time) =>
            table.Row([$"{head}: median / p90", .. _columns.Select(column => Quantiles.Of(column.Cases.Select(time).OfType<Duration>(), Duration.FromHours(1)))]);
    }

    private string Verdicts()
    {
        var table = new TextTable(["resolution", .. _columns.Select(column => column.Head)]);
        foreach ((bool late, bool made) in new[] { (false, true), (false, false), (true, true), (true, false) })
        {
            string head = $"{(late ? "late" : "in time")} here, made_sla {(made ? "TRUE" : "FALSE")}";
            table.Row([head, .. _columns.Select(column => column.Cases.Count(record => record.IsLate("resolution") == late && record.Incident.MadeSla == made).ToString(CultureInfo.InvariantCulture))]);
        }

        int changed = _cases.Count(record => record.Incident.Priority != record.Incident.LastPriority);
        return $"{table}({changed} incidents changed their priority in the log; their cases keep the first.)\n";
    }

    private Duration AtDesk(CaseRecord record) =>
        record.AtDesk().Aggregate(Duration.Zero, (sum, span) => sum + _office.Between(span.Start, span.End));

    private IEnumerable<string> Values(string fact, string member) =>
        _cases.SelectMany(record => record.All(fact)).Select(happening => happening.Text(member)).Distinct().Order(StringComparer.Ordinal);

    private static int Count(CaseRecord[] cases, string fact, string member, string value) =>
        cases.Sum(record => record.All(fact).Count(happening => happening.Text(member) == value));
}
