using Caseward.App.Mail;
using Caseward.Domain.Cases;

namespace Caseward.App.Tests.Mail;

public sealed class CaseAddressTests
{
    private static readonly CaseNumber Number = CaseNumber.FromDraw(1234567);
    private static readonly CaseNumber Other = CaseNumber.FromDraw(7654321);

    private readonly CaseAddress _addresses = MailDesk.Addresses;

    [Fact]
    public void The_address_of_a_case_leads_back_to_it()
    {
        Assert.True(_addresses.TryRead(_addresses.Of(Number), out CaseNumber found));
        Assert.Equal(Number, found);
        Assert.True(_addresses.Of(Number).IndexOf('@', StringComparison.Ordinal) <= 64, "The local part is too long for mail systems.");
    }

    [Fact]
    public void Mail_systems_may_write_it_in_capitals() => Assert.True(_addresses.TryRead(_addresses.Of(Number).ToUpperInvariant(), out _));

    [Fact]
    public void Nobody_reaches_another_case_by_changing_the_number() =>
        Assert.False(_addresses.TryRead(_addresses.Of(Number).Replace(Number.Value, Other.Value, StringComparison.Ordinal), out _));

    [Theory]
    [InlineData("")]
    [InlineData("case+@in.example.com")]
    [InlineData("case+112345674@in.example.com")]
    [InlineData("case+112345674.@in.example.com")]
    [InlineData("case+112345674.0123456789abcdef0123@in.example.com")]
    [InlineData("case+.0123456789abcdef0123@in.example.com")]
    [InlineData("somebody@in.example.com")]
    public void Other_addresses_lead_nowhere(string address) => Assert.False(_addresses.TryRead(address, out _));

    [Fact]
    public void The_loop_mark_is_known_again_and_is_no_address()
    {
        string mark = _addresses.LoopMark(Number);

        Assert.True(_addresses.TryReadLoopMark($" {mark} ", out CaseNumber found));
        Assert.Equal(Number, found);
        Assert.False(_addresses.TryRead($"case+{mark}@in.example.com", out _));
    }
}
