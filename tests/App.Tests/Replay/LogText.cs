using Caseward.Bench.Replay;

namespace Caseward.App.Tests.Replay;

/// <summary>Writes logs for tests: rows of one incident, opened on Monday 29 February 2016 at 10:00 unless a test says otherwise.</summary>
internal static class LogText
{
    public const string Header =
        "number,incident_state,reopen_count,made_sla,caller_id,opened_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,priority,assignment_group,assigned_to,closed_code";

    public static string Row(
        string state,
        string at,
        string resolver = "?",
        string group = "Group 70",
        string by = "Updated by 21",
        string opened = "29-02-2016 10:00",
        string channel = "Phone",
        string code = "code 6",
        string incident = "INC1",
        int reopenings = 0) =>
        $"{incident},{state},{reopenings},TRUE,Caller 2403,{opened},{by},{at},{channel},Location 143,Category 55,Subcategory 170,Symptom 72,3 - Moderate,{group},{resolver},{code}";

    public static IReadOnlyList<LogRow> Read(params IEnumerable<string> rows)
    {
        using var text = new StringReader(string.Join('\n', [Header, .. rows]));
        return IncidentLog.Read(text);
    }

    /// <summary>What becomes of one incident's rows, in short: the step's name, its person or queue, and the local time of the log.</summary>
    public static IEnumerable<string> StepsOf(params IEnumerable<string> rows) => IncidentSteps.Of(Read(rows)).Select(Show);

    private static string Show(ReplayStep step)
    {
        string what = step switch
        {
            ReplayStep.Open open => $"open in {open.Request.Queue.Id}",
            ReplayStep.Assign assign => $"assign {assign.Person}",
            ReplayStep.Release release => $"release to {release.Queue}",
            _ => step.GetType().Name.ToLowerInvariant(),
        };
        return $"{step.At.InZone(LogTime.Zone).ToString("dd HH:mm", null)} {what}";
    }
}
