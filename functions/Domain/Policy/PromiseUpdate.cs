using System.Text.Json;
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

    /// <summary>Makes the new document's text, checked.</summary>
    /// <param name="inForce">The policy in force.</param>
    /// <param name="version">The name of the new version.</param>
    /// <param name="rows">A JSON array of rows as a document has them; errors point into it as <c>/promises/0</c>.</param>
    /// <param name="now">Now: decides which days have come.</param>
    public static PromiseUpdateReading Read(ServicePolicy inForce, string version, JsonElement rows, Instant now)
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
        return running.Length > 0 ? new PromiseUpdateReading.Refused(running) : Check(inForce, version, added, now);
    }

    private static PromiseUpdateReading Check(ServicePolicy inForce, string version, PromiseRow[] added, Instant now)
    {
        PromiseRow[] kept = [.. inForce.Document.Promises.Where(known => !added.Any(row => IsSame(known, row)))];
        string text = JsonSerializer.Serialize(inForce.Document with { Version = version, Promises = [.. kept, .. added] }, PolicyJson.Options);
        PolicyReading reading = PolicyReader.Read(text);
        if (reading.IsRefused)
        {
            return new PromiseUpdateReading.Refused([.. reading.Errors.Select(error => error with { Field = Request(error.Field, kept.Length) })]);
        }

        IEnumerable<Violation> backdated = added.Index().Where(row => IsBackdated(row.Item, inForce, now)).Select(row => new Violation(
            $"{Rows}/{row.Index}/from", PolicyCodes.PromiseBackdated, "That day has passed. New cases are promised this from now on; what was promised since then stays."));
        return new PromiseUpdateReading.Made(text, [.. backdated, .. reading.Warnings]);
    }

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
