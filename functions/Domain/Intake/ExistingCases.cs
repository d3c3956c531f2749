using System.Text;
using NodaTime;

namespace Caseward.Domain.Intake;

/// <summary>A case that a new question may belong to.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="OpenedAt">When it came in.</param>
public sealed record CandidateCase(Cases.CaseNumber Number, string Subject, Instant OpenedAt);

/// <summary>
/// Open cases of the same contact about the same thing, offered before another one is made (requirement A8, rule M1.6). Nothing is ever joined by
/// itself: somebody decides.
/// </summary>
public static class ExistingCases
{
    /// <summary>How long a case is offered after it came in.</summary>
    public static readonly Duration Window = Duration.FromHours(72);

    private static readonly string[] Prefixes = ["re", "aw", "antw", "fw", "fwd", "rv", "tr"];

    /// <summary>The candidates with the same subject that came in not long ago, newest first.</summary>
    /// <param name="subject">What the new question is about.</param>
    /// <param name="now">Now.</param>
    /// <param name="openCases">The contact's open cases.</param>
    public static IReadOnlyList<CandidateCase> SameQuestion(string subject, Instant now, IEnumerable<CandidateCase> openCases)
    {
        ArgumentNullException.ThrowIfNull(openCases);
        string wanted = Normalise(subject);
        return [.. openCases.Where(candidate => now - candidate.OpenedAt <= Window && Normalise(candidate.Subject) == wanted).OrderByDescending(candidate => candidate.OpenedAt)];
    }

    /// <summary>A subject without reply and forward marks, our own number, capitals, punctuation and double spaces.</summary>
    public static string Normalise(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        string text = subject.Trim();
        while (WithoutMark(text) is { } shorter)
        {
            text = shorter;
        }

        var words = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                words.Append(char.ToLowerInvariant(letter));
            }
            else if (words.Length > 0 && words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words.ToString().TrimEnd();
    }

    private static string? WithoutMark(string text)
    {
        if (text.StartsWith("[#", StringComparison.Ordinal) && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return text[(end + 1)..].TrimStart();
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string mark = colon < 0 ? "" : text[..colon].Split('[')[0].Trim();
        return Prefixes.Contains(mark, StringComparer.OrdinalIgnoreCase) ? text[(colon + 1)..].TrimStart() : null;
    }
}
