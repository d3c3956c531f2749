using System.Globalization;
using Caseward.App.Signing;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Links;

/// <summary>
/// Makes and reads the tokens of links in mails: <c>number.occasion.expiry.signature</c>. Whoever holds one may do one thing on one case
/// until it expires; nothing is stored for it. The signature covers the purpose, so a token for one page does not open another.
/// </summary>
internal sealed class LinkSigner(Signer signer)
{
    private const int LongestToken = 128;

    /// <summary>The token that lets its holder act until an instant, cut to seconds.</summary>
    public string Sign(LinkPurpose purpose, SignedLink link)
    {
        string said = string.Create(CultureInfo.InvariantCulture, $"{link.Number}.{link.Occasion}.{link.ExpiresAt.ToUnixTimeSeconds()}");
        return $"{said}.{signer.Sign(PurposeOf(purpose), said)}";
    }

    /// <summary>What a token says.</summary>
    public LinkReading Read(LinkPurpose purpose, string token, Instant now)
    {
        int dot = token.LastIndexOf('.');
        if (token.Length > LongestToken || dot < 0 || !signer.Verify(token[(dot + 1)..], PurposeOf(purpose), token[..dot]))
        {
            return new LinkReading.NotOurs();
        }

        string[] said = token[..dot].Split('.');
        var link = new SignedLink(
            CaseNumber.Parse(said[0]),
            int.Parse(said[1], CultureInfo.InvariantCulture),
            Instant.FromUnixTimeSeconds(long.Parse(said[2], CultureInfo.InvariantCulture)));
        return now.ToUnixTimeSeconds() <= link.ExpiresAt.ToUnixTimeSeconds() ? new LinkReading.Valid(link) : new LinkReading.Expired(link);
    }

    private static string PurposeOf(LinkPurpose purpose) => $"link.{purpose}";
}
