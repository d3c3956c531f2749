using System.Text.Json;
using Caseward.Local.Engine.History;
using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Instances;

/// <summary>An event of an instance's history, for people and scripts.</summary>
/// <param name="Turn">The turn that it belongs to.</param>
/// <param name="At">When that turn ran.</param>
/// <param name="What">What happened, or what was decided.</param>
/// <param name="Details">The rest, by name; long texts are cut.</param>
internal sealed record HistoryLine(int Turn, DateTimeOffset At, string What, IReadOnlyDictionary<string, string> Details)
{
    private const int LongestDetail = 500;

    /// <summary>What a turn was told, and then what it decided.</summary>
    public static IEnumerable<HistoryLine> Of(int number, HistoryTurn turn) =>
        turn.Events.Concat(turn.Decisions).Select(happened => new HistoryLine(number, new DateTimeOffset(turn.At), happened.GetType().Name, DetailsOf(happened)));

    // By way of what is stored, so that every kind of event is shown with all that is kept of it.
    private static Dictionary<string, string> DetailsOf(HistoryEvent happened)
    {
        using JsonDocument stored = JsonDocument.Parse(HistoryJson.Write(happened));
        return stored.RootElement.EnumerateObject().Where(member => member.Name != "is").ToDictionary(member => member.Name, member => Cut(member.Value.ToString()), StringComparer.Ordinal);
    }

    private static string Cut(string text) => text.Length <= LongestDetail ? text : $"{Excerpt.Begin(text, LongestDetail)}… ({text.Length} characters)";
}

/// <summary>A page of a history.</summary>
/// <param name="Events">The events of the turns of this page.</param>
/// <param name="Next">The turn at which the next page begins; null at the end.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryLine> Events, int? Next);
