using System.Text;

namespace Caseward.App.Mail;

/// <summary>Texts that become part of a mail's header, where a line break would let them add headers of their own.</summary>
internal static class HeaderText
{
    private const int Longest = 250;

    /// <summary>The text on one line of bounded length: control characters and line separators become spaces.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isBreak = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
            if (line.Length + rune.Utf16SequenceLength > Longest)
            {
                line.Append('…');
                break;
            }

            if (!isBreak)
            {
                line.Append(rune.ToString());
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().Trim();
    }
}
