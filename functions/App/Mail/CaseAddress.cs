using Caseward.App.Signing;
using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using Microsoft.Extensions.Options;

namespace Caseward.App.Mail;

/// <summary>
/// The marks on our mail by which an answer finds its case and our own mail is known when it comes back (rules O1, M1). Both are signed,
/// so nobody reaches a case by guessing its number.
/// </summary>
internal sealed class CaseAddress(IOptions<EmailOptions> options, Signer signer)
{
    /// <summary>The header that carries <see cref="LoopMark"/>.</summary>
    public const string LoopHeader = "X-Case-Loop";

    private const string AddressPurpose = "mail.address";
    private const string LoopPurpose = "mail.loop";
    private const string Prefix = "case+";

    private readonly string _suffix = $"@{options.Value.InboundDomain}";

    /// <summary>Where answers to a case's mail go.</summary>
    public string Of(CaseNumber number) => $"{Prefix}{Marked(AddressPurpose, number)}{_suffix}";

    /// <summary>The case that an address belongs to. Mail systems may write addresses in capitals.</summary>
    public bool TryRead(string address, out CaseNumber number)
    {
        number = default;
        return address.Length > Prefix.Length + _suffix.Length
            && address.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && address.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase)
            && TryReadMark(AddressPurpose, address[Prefix.Length..^_suffix.Length], out number);
    }

    /// <summary>Whether mail from this address is our own: the address that we send from, or one where answers to us go, signed or not.</summary>
    public bool IsOurs(string address) =>
        EmailAddresses.AreSame(address, options.Value.Sender)
        || (address.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && address.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of the loop header.</summary>
    public string LoopMark(CaseNumber number) => Marked(LoopPurpose, number);

    /// <summary>Whether a loop header is ours, and of which case.</summary>
    public bool TryReadLoopMark(string value, out CaseNumber number) => TryReadMark(LoopPurpose, value.Trim(), out number);

    private string Marked(string purpose, CaseNumber number) => $"{number}.{signer.Stamp(purpose, number.Value)}";

    private bool TryReadMark(string purpose, string mark, out CaseNumber number)
    {
        int dot = mark.IndexOf('.', StringComparison.Ordinal);
        number = default;
        return dot > 0 && CaseNumber.TryParse(mark[..dot], out number) && signer.IsStamp(mark[(dot + 1)..], purpose, number.Value);
    }
}
