using System.Net;
using System.Text;

namespace Caseward.App.Intake;

/// <summary>
/// The words of an HTML mail. Nothing is rendered, loaded or run: tags, comments, scripts and styles fall away, blocks become lines and
/// links keep their address. One pass, whatever is thrown at it.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "head", "title", "template", "object" };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol",
        "p", "pre", "section", "table", "tr", "ul",
    };

    public static string ToPlain(string html)
    {
        var text = new StringBuilder(html.Length);
        string? link = null;
        int linkStart = 0;
        int lastBracket = html.LastIndexOf('>');
        for (int at = 0; at < html.Length;)
        {
            if (html[at] != '<')
            {
                int end = html.IndexOf('<', at);
                end = end < 0 ? html.Length : end;
                AppendWords(text, html[at..end]);
                at = end;
            }
            else if (at < lastBracket && ReadTag(html, at) is { } tag)
            {
                at = tag.IsClosing || !Unseen.Contains(tag.Name) ? tag.End : EndOfUnseen(html, tag);
                if (Blocks.Contains(tag.Name))
                {
                    text.Append(tag.Name == "li" && !tag.IsClosing ? "\n- " : "\n");
                }
                else if (tag.Name is "td" or "th")
                {
                    text.Append(' ');
                }
                else if (tag.Name == "a")
                {
                    AppendLink(text, link, linkStart);
                    link = tag.IsClosing ? null : AddressOf(html, tag);
                    linkStart = text.Length;
                }
            }
            else
            {
                text.Append('<');
                at++;
            }
        }

        AppendLink(text, link, linkStart);
        return text.ToString();
    }

    private static void AppendWords(StringBuilder text, string raw)
    {
        foreach (char c in WebUtility.HtmlDecode(raw))
        {
            bool isSpace = char.IsWhiteSpace(c);
            if (!isSpace)
            {
                text.Append(c);
            }
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
            {
                text.Append(' ');
            }
        }
    }

    private static void AppendLink(StringBuilder text, string? link, int start)
    {
        if (link is not null && !text.ToString(start, text.Length - start).Contains(link, StringComparison.OrdinalIgnoreCase))
        {
            text.Append(" (").Append(link).Append(')');
        }
    }

    /// <summary>The tag, comment or declaration that starts here; nothing when it is a bare angle bracket.</summary>
    private static Tag? ReadTag(string html, int start)
    {
        if (string.CompareOrdinal(html, start, "<!--", 0, 4) == 0)
        {
            int close = html.IndexOf("-->", start + 4, StringComparison.Ordinal);
            return new Tag("", false, start, close < 0 ? html.Length : close + 3);
        }

        int name = start + 1;
        bool isClosing = name < html.Length && html[name] == '/';
        name += isClosing ? 1 : 0;
        if (name >= html.Length || !(char.IsAsciiLetter(html[name]) || html[name] is '!' or '?'))
        {
            return null;
        }

        int nameEnd = name;
        while (nameEnd < html.Length && char.IsAsciiLetterOrDigit(html[nameEnd]))
        {
            nameEnd++;
        }

        return new Tag(html[name..nameEnd].ToLowerInvariant(), isClosing, start, EndOfTag(html, nameEnd));
    }

    /// <summary>Behind the bracket that ends a tag, which is not one inside quotes; a quote that never ends is none.</summary>
    private static int EndOfTag(string html, int start)
    {
        for (int at = start; at < html.Length; at++)
        {
            if (html[at] == '>')
            {
                return at + 1;
            }

            if (html[at] is '"' or '\'')
            {
                int quote = html.IndexOf(html[at], at + 1);
                if (quote < 0)
                {
                    break;
                }

                at = quote;
            }
        }

        return html.IndexOf('>', start) + 1;
    }

    private static int EndOfUnseen(string html, Tag tag)
    {
        int close = html.IndexOf("</" + tag.Name, tag.End, StringComparison.OrdinalIgnoreCase);
        int end = close < 0 ? -1 : html.IndexOf('>', close);
        return end < 0 ? html.Length : end + 1;
    }

    private static string? AddressOf(string html, Tag tag)
    {
        string inside = html[tag.Start..tag.End];
        int at = inside.IndexOf("href=", StringComparison.OrdinalIgnoreCase) + 5;
        if (at < 5 || at >= inside.Length)
        {
            return null;
        }

        char quote = inside[at];
        int end = quote is '"' or '\'' ? inside.IndexOf(quote, at + 1) : inside.IndexOfAny([' ', '>'], at);
        string address = end < 0 ? "" : WebUtility.HtmlDecode(inside[at..end].Trim('"', '\''));
        return address.Length <= 500 && Uri.TryCreate(address, UriKind.Absolute, out Uri? link) && link.Scheme is "http" or "https" ? address : null;
    }

    private readonly record struct Tag(string Name, bool IsClosing, int Start, int End);
}
