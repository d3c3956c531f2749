using System.Text.RegularExpressions;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>One unfolded line of an iCalendar file (RFC 5545, 3.1): a name, parameters, a value.</summary>
/// <param name="Number">The line of the file that it begins on, counted from 1.</param>
/// <param name="Name">In capitals.</param>
/// <param name="Parameters">By name in capitals; values without quotes.</param>
/// <param name="Value">As written, escapes included.</param>
internal sealed partial record ContentLine(int Number, string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <summary>The name of a line that has none.</summary>
    public const string Unreadable = "";

    private const int MaxLength = 10_000;
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The lines of a file; a line that begins with a blank goes on with the one before.</summary>
    public static IEnumerable<ContentLine> Of(string text)
    {
        string? pending = null;
        int number = 0;
        int start = 0;
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line is [' ' or '\t', ..] && pending is not null)
            {
                pending += line[1..];
            }
            else
            {
                if (!string.IsNullOrWhiteSpace(pending))
                {
                    yield return Parse(start, pending);
                }

                pending = line;
                start = number;
            }

            if (pending.Length > MaxLength)
            {
                throw new FeedException(FeedCodes.TooLarge, $"A line has at most {MaxLength} characters.", start);
            }
        }

        if (!string.IsNullOrWhiteSpace(pending))
        {
            yield return Parse(start, pending);
        }
    }

    /// <summary>The text of a value on one line: escapes undone, without what cannot be seen.</summary>
    public string Text()
    {
        string text = Escape().Replace(Value, static escape => escape.ValueSpan[1] switch
        {
            'n' or 'N' => " ",
            var literal => $"{literal}",
        });
        string seen = string.Concat(text.Where(c => !TextRules.TurnsDirection(c) && !char.IsSurrogate(c)).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        return string.Join(' ', seen.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"\\[\\nN,;]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Escape();

    private static ContentLine Parse(int number, string line)
    {
        int end = line.AsSpan().IndexOfAny(';', ':');
        if (end <= 0)
        {
            return new ContentLine(number, Unreadable, None, line);
        }

        string name = line[..end].ToUpperInvariant();
        Dictionary<string, string>? parameters = null;
        while (end < line.Length && line[end] == ';')
        {
            int equals = line.IndexOf('=', end);
            int next = equals < 0 ? -1 : EndOfValue(line, equals + 1);
            if (next < 0)
            {
                return new ContentLine(number, Unreadable, None, line);
            }

            (parameters ??= new Dictionary<string, string>(StringComparer.Ordinal))[line[(end + 1)..equals].ToUpperInvariant()] = line[(equals + 1)..next].Trim('"');
            end = next;
        }

        return new ContentLine(number, name, parameters ?? None, line[(end + 1)..]);
    }

    /// <summary>Where a parameter's value ends: at the next semicolon or colon outside quotes.</summary>
    private static int EndOfValue(string line, int from)
    {
        bool quoted = false;
        for (int i = from; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (!quoted && line[i] is (';' or ':'))
            {
                return i;
            }
        }

        return -1;
    }
}
