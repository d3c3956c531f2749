using System.Text.Json;
using Caseward.Domain.Clocks;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>
/// The weekly update of the promises (requirement D1): a new document from the one in force with dated rows added. A row for the same day,
/// priority, department and level as an earlier one takes its place while that day has not come; from then on the earlier one stays, because
/// cases may have been promised what it says (rule K9). Everything else of the document stays as it is.
/// </summary>
public static class PromiseUpdate
{
    /// <summary>The most rows in one update.</summary>
    public const int MaxRows = 500;

    private const string Rows = "/promises";

    /// <summary>Departments and levels that a row is compared for; what it leaves out it leaves out for all of them.</summary>
    private const int MostCompared = 100;

    /// <summary>Makes the new document's text, checked.</summary>
    /// <param name="inForce">The policy in force.</param>
    /// <param name="version">The name of the new version.</param>
    /// <param name="rows">A JSON array of rows as a document has them; errors point into it as <c>/promises/0</c>.</param>
    /// <param name="now">Now: decides which days have come.</param>
    /// <param name="cancellationToken">Ends the check, when nobody waits for it any more.</param>
    public static PromiseUpdateReading Read(ServicePolicy inForce, string version, JsonElement rows, Instant now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        Violation[] form = [.. PolicyShape.Check<IReadOnlyList<PromiseRow>>(rows, PolicyJson.Options).Select(found => found with { Field = Rows + found.Field })];
        if (form.Length > 0)
        {
            return new PromiseUpdateReading.Refused(form);
        }

        PromiseRow[] added = rows.Deserialize<PromiseRow[]>(PolicyJson.Options)!;
        if (added.Length is 0 or > MaxRows)
        {
            return new PromiseUpdateReading.Refused([new Violation(Rows, added.Length == 0 ? PolicyCodes.Empty : PolicyCodes.TooLarge, $"Give 1 to {MaxRows} promises.")]);
        }

        Violation[] running =
        [
            .. added.Index().Where(row => inForce.Document.Promises.Any(known => IsSame(known, row.Item)) && HasCome(row.Item, inForce, now))
                .Select(row => new Violation($"{Rows}/{row.Index}", PolicyCodes.PromiseRunning,
                    "A promise of that day, priority, department and level is in force already; it stays as it was given. Date the new one later.")),
        ];
        return running.Length > 0 ? new PromiseUpdateReading.Refused(running) : Check(inForce, version, rows, added, now, cancellationToken);
    }

    private static PromiseUpdateReading Check(
        ServicePolicy inForce, string version, JsonElement rows, PromiseRow[] added, Instant now, CancellationToken cancellationToken)
    {
        PromiseRow[] kept = [.. inForce.Document.Promises.Where(known => !added.Any(row => IsSame(known, row)))];
        string text = JsonSerializer.Serialize(inForce.Document with { Version = version, Promises = [.. kept, .. added] }, PolicyJson.Options);
        PolicyReading reading = PolicyReader.Read(text, cancellationToken);
        if (reading.IsRefused)
        {
            return new PromiseUpdateReading.Refused([.. reading.Errors.Select(error => error with { Field = Request(error.Field, kept.Length) })]);
        }

        IEnumerable<Violation> backdated = added.Index().Where(row => IsBackdated(row.Item, inForce, now)).Select(row => new Violation(
            $"{Rows}/{row.Index}/from", PolicyCodes.PromiseBackdated, "That day has passed. New cases are promised this from now on; what was promised since then stays."));
        IEnumerable<Violation> less = added.Index().SelectMany(row => Less($"{Rows}/{row.Index}", row.Item, inForce, reading.Policy!, now));
        return new PromiseUpdateReading.Made(text, [.. backdated, .. less, .. OpenTimeInDays.In(rows, Rows), .. reading.Warnings]);
    }

    /// <summary>What cases were promised that the row takes the place for, and it leaves out: from its day on nobody is promised that any more.</summary>
    private static IEnumerable<Violation> Less(string path, PromiseRow row, ServicePolicy before, ServicePolicy after, Instant now)
    {
        IEnumerable<(string Department, string Level)> cases = (row.Department is { } one ? [one] : before.Document.Departments.Select(department => department.Id))
            .SelectMany(department => (row.Level is { } level ? [level] : before.Document.LevelIds).Select(level => (department, level)));
        foreach ((string department, string level) in cases.Take(MostCompared))
        {
            Instant at = Instant.Max(now, row.From.AtStartOfDayInZone(before.Zone(department)).ToInstant());
            if (after.PromiseFor(row.Priority, department, level, at) != row || before.PromiseFor(row.Priority, department, level, at) is not { } replaced)
            {
                continue;
            }

            string[] lost = [.. Budgets(replaced).Zip(Budgets(row)).Where(pair => pair.First.Budget is not null && pair.Second.Budget is null).Select(pair => pair.First.Member)];
            if (lost.Length > 0)
            {
                yield return new Violation(path, PolicyCodes.PromisesLess,
                    $"From {row.From:uuuu-MM-dd} on this row goes before that of {replaced.From:uuuu-MM-dd} in department '{department}' at level '{level}', and leaves out {string.Join(", ", lost)}: new cases are not promised that any more.");
                yield break;
            }
        }
    }

    private static IEnumerable<(string Member, Budget? Budget)> Budgets(PromiseRow row) =>
    [
        ("firstResponse", row.FirstResponse), ("nextResponse", row.NextResponse), ("resolution", row.Resolution), ("ownerAction", row.OwnerAction), ("tier1", row.Tier1), ("tier2", row.Tier2),
    ];

    private static bool IsSame(PromiseRow one, PromiseRow other) =>
        one.From == other.From && one.Priority == other.Priority && one.Department == other.Department && one.Level == other.Level;

    // A day comes where the department is; a row for all departments has come when it has for the first of them.
    private static bool HasCome(PromiseRow row, ServicePolicy policy, Instant now) => Todays(row, policy, now).Any(today => row.From <= today);

    private static bool IsBackdated(PromiseRow row, ServicePolicy policy, Instant now) => Todays(row, policy, now).All(today => row.From < today);

    private static IEnumerable<LocalDate> Todays(PromiseRow row, ServicePolicy policy, Instant now) =>
        policy.Document.Departments.Where(department => row.Department is null || row.Department == department.Id)
            .Select(department => now.InZone(policy.Zone(department.Id)).Date);

    /// <summary>Where an error of the new document is in the request: the added rows stand behind the kept ones.</summary>
    private static string Request(string field, int kept)
    {
        string[] parts = field.Split('/');
        return parts is ["", "promises", var index, ..] && int.TryParse(index, out int row) && row >= kept
            ? string.Join('/', ["", "promises", $"{row - kept}", .. parts[3..]])
            : field;
    }
}

/// <summary>What comes of an update of the promises.</summary>
public abstract record PromiseUpdateReading
{
    private PromiseUpdateReading()
    {
    }

    /// <summary>A new document.</summary>
    /// <param name="Text">Its text.</param>
    /// <param name="Warnings">What is allowed but probably not meant.</param>
    public sealed record Made(string Text, IReadOnlyList<Violation> Warnings) : PromiseUpdateReading;

    /// <summary>Nothing, and why.</summary>
    /// <param name="Errors">Everything that is wrong, with pointers into the update.</param>
    public sealed record Refused(IReadOnlyList<Violation> Errors) : PromiseUpdateReading;
}
