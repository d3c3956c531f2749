namespace Caseward.App.Mail;

/// <summary>Which mail to deliver. It says where the notice is, not what it says: inputs are stored in clear.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that decided the mail.</param>
/// <param name="Refusals">How often the provider has said "not now".</param>
/// <param name="HasWaited">Whether it has waited for a token, and so does not line up again.</param>
/// <param name="IsAlone">Whether it was decided that it leaves by itself and not in a digest.</param>
internal sealed record MailDeliveryInput(string Number, int Sequence, int Refusals = 0, bool HasWaited = false, bool IsAlone = false)
{
    /// <summary>Whether its recipient cannot be reached, so that the fallback recipient is told instead (rule E7).</summary>
    public bool ToFallback { get; init; }

    /// <summary>What came of the try that was made before this delivery was started; absent when none was.</summary>
    public SendOutcome? Tried { get; init; }
}
