using System.Text.RegularExpressions;

namespace Caseward.Domain.Rules;

/// <summary>The rules for what people type: every text is bounded and free of control characters, every violation is told (rule P1).</summary>
public static partial class TextRules
{
    /// <summary>The longest one-line text: subjects and names.</summary>
    public const int MaxLine = 200;

    /// <summary>The longest text of several lines: descriptions, messages, notes.</summary>
    public const int MaxBlock = 10_000;

    /// <summary>The longest e-mail address (RFC 5321).</summary>
    public const int MaxEmail = 254;

    /// <summary>Checks a one-line text.</summary>
    public static IEnumerable<Violation> Line(string field, string? value, bool required = true, int max = MaxLine) =>
        Check(field, value, required, max, static c => char.IsControl(c) || c is '\u2028' or '\u2029' || TurnsDirection(c));

    /// <summary>
    /// Whether a character turns the direction of what follows without being seen, which makes a line read as another one. Arabic and Hebrew
    /// do without these.
    /// </summary>
    public static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Checks a text of several lines.</summary>
    public static IEnumerable<Violation> Block(string field, string? value, bool required = true, int max = MaxBlock) =>
        Check(field, value, required, max, static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    /// <summary>Checks an e-mail address; an absent one is fine.</summary>
    public static IEnumerable<Violation> Email(string field, string? value)
    {
        if (value is not null && (value.Length > MaxEmail || !EmailShape().IsMatch(value)))
        {
            yield return new Violation(field, RuleCodes.BadEmail, "Write an e-mail address such as name@example.com, without a display name.");
        }
    }

    /// <summary>Checks a telephone number; an absent one is fine.</summary>
    public static IEnumerable<Violation> Phone(string field, string? value)
    {
        if (value is not null && !PhoneShape().IsMatch(value))
        {
            yield return new Violation(field, RuleCodes.BadPhone,
                "Write a Dutch number as ten digits without spaces or dashes, such as 0535722819 or 0612345678, and any other as + and country code, such as +34915550100.");
        }
    }

    /// <summary>Checks a value that must be one of a few.</summary>
    public static IEnumerable<Violation> OneOf(string field, string? value, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            return [new Violation(field, RuleCodes.Unknown, $"Choose one of: {string.Join(", ", allowed.ToArray())}.")];
        }

        return [];
    }

    private static IEnumerable<Violation> Check(string field, string? value, bool required, int max, Func<char, bool> refused)
    {
        if (required && string.IsNullOrWhiteSpace(value))
        {
            yield return new Violation(field, RuleCodes.Required, "This field must be filled in.");
            yield break;
        }

        if (value is null)
        {
            yield break;
        }

        if (value.Length > max)
        {
            yield return new Violation(field, RuleCodes.TooLong, $"At most {max} characters; this has {value.Length}.");
        }
        else if (value.Any(refused) || HasLoneSurrogate(value))
        {
            yield return new Violation(field, RuleCodes.BadCharacters, "This holds control characters or broken symbols; remove them.");
        }
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[^\s@<>""(),;:\\\[\]\p{C}]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailShape();

    [GeneratedRegex(@"^(?:0[1-9][0-9]{8}|\+[1-9][0-9]{6,14})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhoneShape();
}
