using System.Text.Json;

namespace Caseward.Domain.Policy;

/// <summary>
/// What differs between two versions of the policy, as people would tell it. What a document says and what it leaves to a default are
/// compared as the same. Items of lists are matched by their name, so an item put in between is one difference and not all that follow.
/// </summary>
public static class PolicyDifference
{
    /// <summary>What names an item in its list; the first that every item has, each with a value of its own, is used.</summary>
    private static readonly string[][] Names = [["id"], ["name"], ["key"], ["clock"], ["from", "priority", "department", "level"], ["from", "to"]];

    /// <summary>
    /// The differences, in the order of the document. Their own names, <c>version</c>, are not compared. The same document twice has none,
    /// and turned around each is turned around too.
    /// </summary>
    public static IReadOnlyList<Difference> Between(PolicyDocument before, PolicyDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var found = new List<Difference>();
        Members("", ToJson(before with { Version = "" }), ToJson(after with { Version = "" }), found);
        return found;
    }

    private static JsonElement ToJson(PolicyDocument document) => JsonSerializer.SerializeToElement(document, PolicyJson.Options);

    private static void Visit(string path, JsonElement before, JsonElement after, List<Difference> found)
    {
        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                Members(path, before, after, found);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                Items(path, [.. before.EnumerateArray()], [.. after.EnumerateArray()], found);
                break;
            case var _ when !JsonElement.DeepEquals(before, after):
                found.Add(new Difference(path, DifferenceKind.Changed, before, after));
                break;
        }
    }

    private static void Members(string path, JsonElement before, JsonElement after, List<Difference> found) => Match(
        [.. before.EnumerateObject().Select(member => new Named($"{path}/{Escape(member.Name)}", member.Value))],
        [.. after.EnumerateObject().Select(member => new Named($"{path}/{Escape(member.Name)}", member.Value))],
        found);

    private static void Items(string path, JsonElement[] before, JsonElement[] after, List<Difference> found)
    {
        if (NamesOf(before, after) is not { } name)
        {
            // Nothing tells the items apart but their place, which says nothing about what was meant.
            if (!before.SequenceEqual(after, SameJson.Comparer))
            {
                found.Add(new Difference(path, DifferenceKind.Changed, JsonSerializer.SerializeToElement(before), JsonSerializer.SerializeToElement(after)));
            }

            return;
        }

        Match([.. before.Select(item => new Named($"{path}[{name(item)}]", item))], [.. after.Select(item => new Named($"{path}[{name(item)}]", item))], found);
        string[] both = [.. before.Select(name).Intersect(after.Select(name))];
        string[] now = [.. after.Select(name).Where(both.Contains)];
        if (!both.SequenceEqual(now))
        {
            // The order can matter: the first routing rule that matches wins.
            found.Add(new Difference(path, DifferenceKind.Changed, JsonSerializer.SerializeToElement(both), JsonSerializer.SerializeToElement(now)));
        }
    }

    private static void Match(Named[] before, Named[] after, List<Difference> found)
    {
        Dictionary<string, JsonElement> then = before.ToDictionary(each => each.Path, each => each.Value, StringComparer.Ordinal);
        Dictionary<string, JsonElement> now = after.ToDictionary(each => each.Path, each => each.Value, StringComparer.Ordinal);
        foreach (Named each in before)
        {
            if (now.TryGetValue(each.Path, out JsonElement kept))
            {
                Visit(each.Path, each.Value, kept, found);
            }
            else
            {
                found.Add(new Difference(each.Path, DifferenceKind.Removed, each.Value, After: null));
            }
        }

        found.AddRange(after.Where(each => !then.ContainsKey(each.Path)).Select(each => new Difference(each.Path, DifferenceKind.Added, Before: null, each.Value)));
    }

    /// <summary>How the items of both lists are named; absent when nothing names each of them.</summary>
    private static Func<JsonElement, string>? NamesOf(JsonElement[] before, JsonElement[] after)
    {
        IEnumerable<Func<JsonElement, string?>> candidates = Names.Select<string[], Func<JsonElement, string?>>(members => item => NameOf(item, members))
            .Prepend(static item => item.ValueKind == JsonValueKind.String ? item.GetString() : null);
        Func<JsonElement, string?>? chosen = candidates.FirstOrDefault(candidate => AreNames(before, candidate) && AreNames(after, candidate));
        return chosen is null ? null : item => chosen(item)!;
    }

    private static bool AreNames(JsonElement[] items, Func<JsonElement, string?> name)
    {
        string?[] names = [.. items.Select(name)];
        return !names.Contains(null) && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
    }

    private static string? NameOf(JsonElement item, string[] members)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(members[0], out _))
        {
            return null;
        }

        string[] parts =
        [
            .. members.Where(member => item.TryGetProperty(member, out _))
                .Select(member => members.Length == 1 ? $"{item.GetProperty(member)}" : $"{member}={item.GetProperty(member)}"),
        ];
        return string.Join(',', parts);
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private readonly record struct Named(string Path, JsonElement Value);

    private sealed class SameJson : IEqualityComparer<JsonElement>
    {
        public static SameJson Comparer { get; } = new();

        public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

        public int GetHashCode(JsonElement obj) => (int)obj.ValueKind;
    }
}

/// <summary>One difference between two documents.</summary>
/// <param name="Path">
/// Where: members as in a JSON pointer, items of lists by their name in brackets, for example <c>/queues[werkplaats]/members[anna]</c>.
/// </param>
/// <param name="Kind">Whether it came, went or is another one.</param>
/// <param name="Before">What it was; absent when it was added.</param>
/// <param name="After">What it is; absent when it was removed.</param>
public sealed record Difference(string Path, DifferenceKind Kind, JsonElement? Before, JsonElement? After);

/// <summary>What happened between two documents.</summary>
public enum DifferenceKind
{
    /// <summary>Only the later document has it.</summary>
    Added,

    /// <summary>Only the earlier document has it.</summary>
    Removed,

    /// <summary>Both have it, with another value; of a list, in another order.</summary>
    Changed,
}
