using System.Net;
using System.Text.RegularExpressions;

namespace Caseward.Local.Mailbox;

/// <summary>The web addresses in a mail's bodies, which people would click.</summary>
internal static partial class MailLinks
{
    public static IReadOnlyList<string> Of(LocalMail mail) =>
    [
        .. InHtml().Matches(mail.Html ?? "").Select(match => WebUtility.HtmlDecode(match.Groups["url"].Value))
            .Concat(InText().Matches(mail.Text ?? "").Select(match => match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')')))
            .Where(link => Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps))
            .Distinct(StringComparer.Ordinal),
    ];

    [GeneratedRegex("""href\s*=\s*["'](?<url>https?://[^"'\s]+)["']""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex InHtml();

    [GeneratedRegex("""https?://[^\s<>"]+""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InText();
}
