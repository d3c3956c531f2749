namespace Caseward.Local.Mailbox;

/// <summary>A fault as it is asked for over HTTP.</summary>
/// <param name="Recipient">Whose mail it befalls.</param>
/// <param name="Times">How many sends it befalls.</param>
/// <param name="Status">The HTTP status that a send is refused with.</param>
/// <param name="RetryAfter">Seconds.</param>
/// <param name="Failed">Whether the operation ends as failed.</param>
/// <param name="Running">How many status reads find the operation running.</param>
/// <param name="Code">The error code.</param>
internal sealed record MailFaultView(
    string? Recipient = null, int? Times = null, int? Status = null, int? RetryAfter = null, bool? Failed = null, int? Running = null, string? Code = null)
{
    public const string Usage =
        """Send one of {"status":429,"retryAfter":30}, {"status":503}, {"failed":true}, {"running":3}; with "recipient" for one address, "times" for the next sends only, "code" for the error code.""";

    public static MailFaultView Of(MailFault fault) => new(
        fault.Recipient,
        fault.Times,
        fault.Status,
        (int?)fault.RetryAfter?.TotalSeconds,
        fault.Fails ? true : null,
        fault.RunningReads > 0 ? fault.RunningReads : null,
        fault.Code);

    /// <summary>The fault; <see langword="null"/> when it asks for none, for several, or for nonsense.</summary>
    public MailFault? ToFault()
    {
        if (Times is < 1 || RetryAfter is < 0 || (RetryAfter is not null && Status is null))
        {
            return null;
        }

        MailFault? fault = (Status, Failed, Running) switch
        {
            ( >= 400 and <= 599, null, null) => MailFault.Refused(Status.Value, Code, RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            (null, true, null) => Code is null ? MailFault.EndsFailed() : MailFault.EndsFailed(Code),
            (null, null, >= 1) => MailFault.StaysRunning(Running.Value),
            _ => null,
        };
        return fault is null ? null : fault with { Recipient = Recipient, Times = Times };
    }
}
