using System.Globalization;

namespace Caseward.Bench.Replay;

/// <summary>
/// Puts the log's people and groups onto the department <c>support</c> of the default policy, always in the same way: by the number at
/// the end of their names. So a resolver of the log is the same colleague throughout, and a group the same queue.
/// </summary>
internal static class Desk
{
    public const string Department = "support";

    public const string Mailbox = "support@caseward.example";

    /// <summary>Whom the requests come from: the manager may move every case.</summary>
    public const string Manager = "diego";

    /// <summary>The user of the log that closes what was solved some days ago.</summary>
    public const string ClosingAutomation = "Updated by 908";

    private static readonly string[] People = ["daan", "tom", "lucia", "kees", "marta"];

    private static readonly DeskQueue[] Queues =
    [
        new("standard"),
        new("tier-1") { MenuChoice = "1" },
        new("region-north") { Region = "north" },
        new("region-south") { Region = "south" },
    ];

    private static readonly string[] Languages = ["nl", "es", "en"];

    /// <summary>The colleague that a resolver of the log is.</summary>
    public static string Person(string resolver) => Pick(People, resolver);

    /// <summary>The queue of a group; a group that the log does not tell has the department's.</summary>
    public static DeskQueue Queue(string? group) => group is null ? Queues[0] : Pick(Queues, group);

    public static string Language(string? location) => location is null ? Languages[0] : Pick(Languages, location);

    /// <summary>The number at the end of one of the log's anonymised names; 0 when there is none.</summary>
    public static int NumberOf(string? name)
    {
        ReadOnlySpan<char> text = name;
        int digits = text.Length - text.TrimEnd("0123456789").Length;
        return int.TryParse(text[^digits..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    private static T Pick<T>(T[] from, string name) => from[NumberOf(name) % from.Length];
}

/// <summary>A queue, and what a caller says or presses so that routing leads to it.</summary>
internal sealed record DeskQueue(string Id)
{
    public string? MenuChoice { get; init; }

    public string? Region { get; init; }
}
