using System.Text;
using Caseward.Domain.Rules;

namespace Caseward.App.Intake;

/// <summary>Makes of a mail's texts what a case can hold, without losing any of it.</summary>
internal static class MailText
{
    /// <summary>One line: no line breaks, no control characters, nothing that turns its direction, no doubled spaces.</summary>
    public static string Line(string? text) =>
        string.Join(' ', string.Concat(Readable(text ?? "").Where(c => !TextRules.TurnsDirection(c))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lines: line breaks of one kind, no control characters, at most one empty line in a row.</summary>
    public static string Block(string? text)
    {
        var block = new StringBuilder();
        int empty = 0;
        foreach (string line in Readable((text ?? "").ReplaceLineEndings("\n")).Split('\n'))
        {
            string trimmed = line.TrimEnd();
            empty = trimmed.Length == 0 ? empty + 1 : 0;
            if (empty < 2)
            {
                block.Append(trimmed).Append('\n');
            }
        }

        return block.ToString().Trim('\n', ' ');
    }

    /// <summary>The text, cut so that it has at most so many characters and ends with an ellipsis when it was cut.</summary>
    public static string Shorten(string text, int max) => text.Length <= max ? text : text[..Boundary(text, max - 1)] + "…";

    /// <summary>The text in pieces that each fit into one message, cut at line ends where there are any.</summary>
    public static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > TextRules.MaxBlock)
        {
            int line = text.LastIndexOf('\n', TextRules.MaxBlock - 1, TextRules.MaxBlock / 2);
            int cut = line > 0 ? line : Boundary(text, TextRules.MaxBlock);
            yield return text[..cut];
            text = text[cut..].TrimStart('\n');
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            yield return text;
        }
    }

    private static int Boundary(string text, int at) => char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')
            {
                readable.Append(rune);
            }
            else
            {
                readable.Append(' ');
            }
        }

        return readable.ToString();
    }
}
