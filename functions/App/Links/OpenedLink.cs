using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Caseward.App.Links;

/// <summary>A link that was opened: what it says and the case it is about, or what is answered instead.</summary>
/// <param name="Link">What the token says.</param>
/// <param name="State">The case.</param>
internal sealed record OpenedLink(SignedLink Link, CaseState State)
{
    /// <summary>As which actor its holder acts: the customer that the link was mailed to.</summary>
    public Actor Customer => new(ActorKind.Customer, State.Contact?.Email ?? "customer");
}

/// <summary>Opens links for the pages: holds the token against signature and clock, and loads the case.</summary>
internal sealed class LinkOpener(LinkSigner signer, CaseStore store, LinkPages pages, TimeProvider time)
{
    /// <summary>
    /// Opens a link. A token that is not ours, and one whose case is gone, get the same answer, so that nothing can be learned by guessing.
    /// </summary>
    /// <returns>The link, or the answer to give.</returns>
    public async Task<(OpenedLink? Link, IActionResult? Answer)> OpenAsync(
        HttpRequest request, LinkPurpose purpose, string token, CancellationToken cancellationToken)
    {
        LinkReading reading = signer.Read(purpose, token, time.Now());
        SignedLink? said = reading switch
        {
            LinkReading.Valid valid => valid.Link,
            LinkReading.Expired expired => expired.Link,
            _ => null,
        };
        CaseHead? head = said is null ? null : await store.FindAsync(said.Number, cancellationToken);
        return head is null ? (null, await SayAsync(request, StatusCodes.Status404NotFound, "unknown", null))
            : reading is LinkReading.Expired ? (null, await SayAsync(request, StatusCodes.Status410Gone, "expired", head.State))
            : (new OpenedLink(said!, head.State), null);
    }

    /// <summary>Says in a page that something is not possible; programs get a problem instead.</summary>
    public async Task<IActionResult> SayAsync(HttpRequest request, int status, string what, CaseState? about)
    {
        if (!LinkForm.SaysJson(request))
        {
            return await pages.SayAsync(request, status, what, about);
        }

        IReadOnlyDictionary<string, string> texts = pages.Texts(about?.Language ?? "en");
        return Problem.Of(status, texts[what + "Title"], $"link.{what}", texts[what + "Text"]);
    }
}
