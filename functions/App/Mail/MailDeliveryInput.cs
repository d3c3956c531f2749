namespace Caseward.App.Mail;

/// <summary>Which mail to deliver. It says where the notice is, not what it says: inputs are stored in clear.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that decided the mail.</param>
/// <param name="Refusals">How often the provider has said "not now".</param>
/// <param name="HasWaited">Whether it has waited for a token, and so does not line up again.</param>
internal sealed record MailDeliveryInput(string Number, int Sequence, int Refusals = 0, bool HasWaited = false);
