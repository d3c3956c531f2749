using Microsoft.Extensions.Logging;

namespace Caseward.App.Intake;

/// <summary>Mails are named by the hash of mailbox and message id: log lines hold nothing that somebody wrote.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(1500, LogLevel.Information, "Mail {Mail} is case {Number}; known before: {Repeated}.")]
    public static partial void MailTaken(ILogger logger, string mail, string number, bool repeated);

    [LoggerMessage(1501, LogLevel.Information, "Mail {Mail} was written by a machine ({Header}); it makes no case and gets no receipt.")]
    public static partial void MachineMail(ILogger logger, string mail, string header);

    [LoggerMessage(1502, LogLevel.Error, "A message of queue {Queue} could not be handled and is kept as {Id}; it was {Times} times on the poison queue.")]
    public static partial void PoisonKept(ILogger logger, string queue, string id, int times);

    [LoggerMessage(1503, LogLevel.Error, "A message of queue {Queue} could be neither handled nor kept; it goes back on the poison queue.")]
    public static partial void PoisonPutBack(ILogger logger, Exception error, string queue);
}
