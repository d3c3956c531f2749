using System.Text.RegularExpressions;

namespace Caseward.Contract.Tests;

/// <summary>
/// The public surface of the real packages, as the files in <c>api/</c> hold it. Attributes are left out of the comparison, because
/// most of them steer code that is not here; how an attribute may be used is compared by itself.
/// </summary>
internal static partial class Listing
{
    private static readonly string[] AllLines =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "api"), "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0 && line[0] != '#'),
    ];

    /// <summary>Every type and member, without attributes.</summary>
    public static IReadOnlySet<string> Lines { get; } = AllLines.Select(WithoutAttributes).ToHashSet(StringComparer.Ordinal);

    /// <summary>How attributes may be used, by the attribute's name.</summary>
    public static IReadOnlyDictionary<string, string> Usages { get; } = AllLines
        .Select(line => (Name: line.Split(' ')[0], Usage: Usage().Match(line)))
        .Where(found => found.Usage.Success)
        .ToDictionary(found => found.Name, found => found.Usage.Groups["usage"].Value, StringComparer.Ordinal);

    /// <summary>What is obsolete, and why, by the line without attributes.</summary>
    public static IReadOnlyDictionary<string, string> Obsolete { get; } = AllLines
        .Select(line => (Line: WithoutAttributes(line), Why: ObsoleteBecause().Match(line)))
        .Where(found => found.Why.Success)
        .ToDictionary(found => found.Line, found => found.Why.Groups["why"].Value, StringComparer.Ordinal);

    /// <summary>What of the real packages is left out, as the file <c>left-out.txt</c> says: types by name, members by their line.</summary>
    public static IReadOnlySet<string> LeftOut { get; } =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "left-out.txt")).Where(line => line.Length > 0 && line[0] != '#').ToHashSet(StringComparer.Ordinal);

    private static string WithoutAttributes(string line)
    {
        int trailing = line.IndexOf("  [[", StringComparison.Ordinal);
        return OnParameter().Replace(trailing < 0 ? line : line[..trailing], "");
    }

    [GeneratedRegex(@"\[\[[^\]]*\]\] ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OnParameter();

    [GeneratedRegex(@"\[System\.Obsolete\(""(?<why>[^""]*)""(, false)?\)\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ObsoleteBecause();

    [GeneratedRegex(@":: .*\[System\.AttributeUsage\((?<usage>[^)]*)\)\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Usage();
}
