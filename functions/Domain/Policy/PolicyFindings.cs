using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>Collects what is wrong with a document, with the checks that many members share.</summary>
internal sealed class PolicyFindings
{
    /// <summary>Short names that Caseward itself uses in keys and histories.</summary>
    private static readonly string[] Reserved = ["customer", "caseward"];

    private const int MaxId = 40;

    private static readonly Duration Longest = Duration.FromDays(3660);

    private readonly List<Violation> _errors = [];
    private readonly List<Violation> _warnings = [];

    /// <summary>Whether the document was taken once: then a limit that it goes beyond is a warning.</summary>
    public bool IsSaved { get; init; }

    public IReadOnlyList<Violation> Errors => _errors;

    public IReadOnlyList<Violation> Warnings => _warnings;

    public void Add(string path, string code, string message) => _errors.Add(new Violation(path, code, message));

    /// <summary>Something that earlier releases took, and that is wrong in a new document.</summary>
    public void AddLimit(string path, string code, string message) => (IsSaved ? _warnings : _errors).Add(new Violation(path, code, message));

    public void Add(IEnumerable<Violation> violations) => _errors.AddRange(violations);

    public void Warn(string path, string code, string message) => _warnings.Add(new Violation(path, code, message));

    /// <summary>A list has a sensible number of items.</summary>
    public void Count<T>(string path, IReadOnlyList<T> items, int max, bool mayBeEmpty = false)
    {
        if (items.Count > max)
        {
            Add(path, PolicyCodes.TooLarge, $"At most {max}; this has {items.Count}.");
        }
        else if (items.Count == 0 && !mayBeEmpty)
        {
            Add(path, PolicyCodes.Empty, "Give at least one.");
        }
    }

    /// <summary>Short names are well formed, not reserved, and each is there once.</summary>
    public void Ids(string list, string member, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int index, string id) in ids.Index())
        {
            string path = $"{list}/{index}{member}";
            if (!IsId(id))
            {
                Add(path, PolicyCodes.BadId, $"Use lower-case letters, digits and single dashes, at most {MaxId}, not {string.Join(" or ", Reserved)}.");
            }
            else if (list == "/people" && id == "me")
            {
                AddLimit(path, PolicyCodes.BadId, "In addresses 'me' is whoever asks; choose another name.");
            }
            else if (!seen.Add(id))
            {
                Add(path, PolicyCodes.Duplicate, $"'{id}' is there already.");
            }
        }
    }

    /// <summary>A name leads to something of that kind; an absent one is fine.</summary>
    public void Reference<T>(string path, string kind, string? id, IReadOnlyDictionary<string, T> known)
    {
        if (id is not null && !known.ContainsKey(id))
        {
            Add(path, PolicyCodes.UnknownReference, $"There is no {kind} '{Short(id)}'.");
        }
    }

    /// <summary>Every name of a list leads to something, and is there once.</summary>
    public void References<T>(string list, string kind, IReadOnlyList<string> ids, IReadOnlyDictionary<string, T> known)
    {
        Count(list, ids, max: 500, mayBeEmpty: true);
        foreach ((int index, string id) in ids.Index())
        {
            Reference($"{list}/{index}", kind, id, known);
            if (ids.Take(index).Contains(id))
            {
                Add($"{list}/{index}", PolicyCodes.Duplicate, $"'{Short(id)}' is there already.");
            }
        }
    }

    public void Language(string path, string? language)
    {
        if (language is not (null or "nl" or "es" or "en"))
        {
            Add(path, PolicyCodes.BadLanguage, "Mail is written in nl, es and en.");
        }
    }

    public void Range(string path, int? value, int from, int to)
    {
        if (value is { } given && (given < from || given > to))
        {
            Add(path, PolicyCodes.OutOfRange, $"{given} is not between {from} and {to}.");
        }
    }

    public void Range(string path, Duration? value, bool mayBeZero)
    {
        if (value is { } given && (given < Duration.Zero || given > Longest || (given == Duration.Zero && !mayBeZero)))
        {
            Add(path, PolicyCodes.OutOfRange, mayBeZero ? "Give zero or more, up to ten years." : "Give more than zero, up to ten years.");
        }
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= MaxId
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && id[0] != '-' && id[^1] != '-' && !id.Contains("--", StringComparison.Ordinal)
        && !Reserved.Contains(id);

    private static string Short(string text) => text.Length <= MaxId ? text : $"{text.AsSpan(0, MaxId)}...";
}
