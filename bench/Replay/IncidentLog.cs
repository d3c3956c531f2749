using System.Globalization;
using CsvHelper;

namespace Caseward.Bench.Replay;

/// <summary>Reads the log. Columns are found by name, and only those that the replay needs have to be there.</summary>
internal static class IncidentLog
{
    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with { Separator = ',', NullValues = ["?", ""], TrackLineNumbers = true };

    /// <exception cref="InvalidDataException">There are no rows, or one cannot be understood; then the message names its line.</exception>
    public static IReadOnlyList<LogRow> Read(TextReader text)
    {
        using var csv = CsvReader.Create(text, Options, leaveOpen: true);
        var rows = new List<LogRow>();
        try
        {
            while (csv.Read())
            {
                rows.Add(Row(csv));
            }
        }
        catch (Exception wrong) when (wrong is FormatException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"Line {csv.LineNumber}: {wrong.Message}", wrong);
        }

        return rows.Count > 0 ? rows : throw new InvalidDataException("There is no incident in this log.");
    }

    private static LogRow Row(CsvReader csv) => new()
    {
        Incident = csv.GetString("number"),
        Standing = csv.GetString("incident_state") switch
        {
            "Awaiting User Info" => Standing.AwaitingUser,
            "Resolved" => Standing.Resolved,
            "Closed" => Standing.Closed,
            _ => Standing.AtDesk,
        },
        OpenedAt = LogTime.Read(csv.GetString("opened_at")),
        ChangedAt = LogTime.Read(csv.GetString("sys_updated_at")),
        ChangedBy = csv.GetStringOrNull("sys_updated_by"),
        Priority = Priority(csv.GetString("priority")),
        Group = csv.GetStringOrNull("assignment_group"),
        Resolver = csv.GetStringOrNull("assigned_to"),
        Reopenings = int.Parse(csv.GetString("reopen_count"), NumberStyles.None, CultureInfo.InvariantCulture),
        MadeSla = bool.Parse(csv.GetString("made_sla")),
        Channel = csv.GetStringOrNull("contact_type"),
        Caller = csv.GetStringOrNull("caller_id"),
        Location = csv.GetStringOrNull("location"),
        Category = csv.GetStringOrNull("category"),
        Subcategory = csv.GetStringOrNull("subcategory"),
        Symptom = csv.GetStringOrNull("u_symptom"),
        ClosedCode = csv.GetStringOrNull("closed_code"),
    };

    // "3 - Moderate"
    private static int Priority(string text) =>
        int.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int priority)
            ? priority
            : throw new FormatException($"'{text}' is not a priority such as 3 - Moderate.");
}
