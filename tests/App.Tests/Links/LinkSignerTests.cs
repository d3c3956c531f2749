using Caseward.App.Links;
using Caseward.App.Tests.Mail;
using Caseward.Domain.Cases;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.App.Tests.Links;

public sealed class LinkSignerTests
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);
    private static readonly SignedLink Link = new(CaseNumber.FromDraw(1234567), 2, Noon + Duration.FromDays(14));

    private readonly LinkSigner _signer = MailDesk.LinkSigner;

    [Fact]
    public void A_link_says_what_was_signed_until_it_expires()
    {
        string token = _signer.Sign(LinkPurpose.Survey, Link);

        Assert.Equal(new LinkReading.Valid(Link), _signer.Read(LinkPurpose.Survey, token, Noon));
        Assert.Equal(new LinkReading.Valid(Link), _signer.Read(LinkPurpose.Survey, token, Link.ExpiresAt));
        Assert.Equal(new LinkReading.Expired(Link), _signer.Read(LinkPurpose.Survey, token, Link.ExpiresAt + Duration.FromSeconds(1)));
    }

    [Fact]
    public void A_token_is_made_of_characters_that_no_mail_program_breaks() =>
        Assert.Matches("^[0-9]{9}\\.[0-9]+\\.[0-9]+\\.[A-Za-z0-9_-]{22}$", _signer.Sign(LinkPurpose.Survey, Link));

    [Fact]
    public void A_link_for_one_purpose_does_not_serve_another() =>
        Assert.IsType<LinkReading.NotOurs>(_signer.Read(LinkPurpose.Confirm, _signer.Sign(LinkPurpose.Survey, Link), Noon));

    [Fact]
    public void Another_key_makes_other_links()
    {
        var stranger = new LinkSigner(MailDesk.SignerWith("a key that somebody else has thought of"));

        Assert.IsType<LinkReading.NotOurs>(_signer.Read(LinkPurpose.Survey, stranger.Sign(LinkPurpose.Survey, Link), Noon));
    }

    [Fact]
    public void No_single_changed_character_goes_unnoticed()
    {
        string token = _signer.Sign(LinkPurpose.Survey, Link);
        Gen<(int At, char Now)> changes =
            from at in Gen.Choose(0, token.Length - 1)
            from now in Gen.Elements("0123456789abcdefXYZ-_.+ /=".ToCharArray())
            where token[at] != now
            select (at, now);

        Prop.ForAll(changes.ToArbitrary(), change =>
            _signer.Read(LinkPurpose.Survey, $"{token[..change.At]}{change.Now}{token[(change.At + 1)..]}", Noon) is LinkReading.NotOurs).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("....")]
    [InlineData("112345674")]
    [InlineData("112345674.2.1723464000")]
    [InlineData("112345674.2.1723464000.")]
    [InlineData("\0\uD800")]
    public void Anything_else_is_not_ours(string token) => Assert.IsType<LinkReading.NotOurs>(_signer.Read(LinkPurpose.Survey, token, Noon));

    [Fact]
    public void Very_long_tokens_are_not_even_looked_at() =>
        Assert.IsType<LinkReading.NotOurs>(_signer.Read(LinkPurpose.Survey, new string('1', 1_000_000), Noon));
}
