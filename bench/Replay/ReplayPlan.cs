namespace Caseward.Bench.Replay;

/// <summary>The whole log as one list of steps in the order of time; what happened in the same minute keeps the order of the log.</summary>
/// <param name="Incidents">What the log says of each incident.</param>
/// <param name="Steps">What to tell the system.</param>
internal sealed record ReplayPlan(IReadOnlyList<LoggedIncident> Incidents, IReadOnlyList<ReplayStep> Steps)
{
    /// <param name="rows">The log.</param>
    /// <param name="take">At most this many incidents, the ones that come first.</param>
    public static ReplayPlan Of(IEnumerable<LogRow> rows, int take = int.MaxValue)
    {
        LogRow[][] incidents = [.. rows.GroupBy(row => row.Incident).Take(take).Select(incident => incident.ToArray())];
        return new ReplayPlan(
            [.. incidents.Select(LoggedIncident.Of)],
            [.. incidents.SelectMany(IncidentSteps.Of).OrderBy(step => step.At)]);
    }
}

/// <summary>What the log says of an incident as a whole.</summary>
/// <param name="Incident">Its number in the log.</param>
/// <param name="Priority">The priority it was opened with.</param>
/// <param name="LastPriority">The priority it was closed with.</param>
/// <param name="MadeSla">Whether the log says that its promise was kept.</param>
/// <param name="Changes">How many rows the log has about it.</param>
internal sealed record LoggedIncident(string Incident, int Priority, int LastPriority, bool MadeSla, int Changes)
{
    public static LoggedIncident Of(IReadOnlyList<LogRow> rows) =>
        new(rows[0].Incident, rows[0].Priority, rows[^1].Priority, rows[^1].MadeSla, rows.Count);
}
