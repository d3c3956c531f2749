using Caseward.Domain.Cases;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Links;

/// <summary>The addresses that mails link to.</summary>
internal sealed class CaseLinks(IOptions<LinksOptions> options, LinkSigner signer)
{
    private readonly string _publicUrl = options.Value.PublicUrl;

    /// <summary>The case, for colleagues, who sign in.</summary>
    public string ToCase(CaseNumber number) => $"{_publicUrl}/api/cases/{number}";

    /// <summary>The page on which the customer answers a survey.</summary>
    public string ToSurvey(CaseNumber number, int survey, Instant expiresAt) =>
        $"{_publicUrl}/survey/{signer.Sign(LinkPurpose.Survey, new SignedLink(number, survey, expiresAt))}";

    /// <summary>The page on which the customer confirms or reopens.</summary>
    public string ToConfirm(CaseNumber number, int resolution, Instant expiresAt) =>
        $"{_publicUrl}/confirm/{signer.Sign(LinkPurpose.Confirm, new SignedLink(number, resolution, expiresAt))}";
}
