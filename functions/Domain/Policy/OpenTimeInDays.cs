using System.Text.Json;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

/// <summary>
/// Finds open time that is written in days. A day of it is 24 hours of open time, which is three days of an office; whoever writes "P1D" may mean one
/// working day. Looks at the text of a document, because its value does not tell any more.
/// </summary>
internal static class OpenTimeInDays
{
    private static readonly string[] Members = ["openTime", "beforeDue", "afterDue"];

    /// <summary>A warning for each, with its place.</summary>
    public static IEnumerable<Violation> In(JsonElement document, string path = "") => document.ValueKind switch
    {
        JsonValueKind.Object => document.EnumerateObject().SelectMany(member => Members.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.String
            ? InText(member.Value.GetString()!, $"{path}/{member.Name}", member.Name)
            : In(member.Value, $"{path}/{member.Name}")),
        JsonValueKind.Array => document.EnumerateArray().SelectMany((item, index) => In(item, $"{path}/{index}")),
        _ => [],
    };

    private static IEnumerable<Violation> InText(string text, string path, string member)
    {
        if (LengthOfTime.Parse(text) is { } time && text.AsSpan().IndexOfAny('D', 'W') >= 0)
        {
            string instead = member == "openTime" ? "for working days use workingDays" : $"for days of the wall clock use {member}Wall";
            yield return new Violation(path, PolicyCodes.DaysOfOpenTime, $"This counts {LengthOfTime.InHours(time)[2..]} of open time. Write it in hours when that is meant; {instead}.");
        }
    }
}
