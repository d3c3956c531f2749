namespace Caseward.App.Mail;

/// <summary>Which decided mail to deliver. No personal data: instance inputs are stored in clear.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that decided it.</param>
internal sealed record MailDeliveryInput(string Number, int Sequence);
