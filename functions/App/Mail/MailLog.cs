using Microsoft.Extensions.Logging;

namespace Caseward.App.Mail;

internal static partial class MailLog
{
    [LoggerMessage(4000, LogLevel.Warning, "Mail {Notice}: the provider says later, time {Refusals}: {Code}")]
    public static partial void ProviderSaysLater(this ILogger log, string notice, int refusals, string code);

    [LoggerMessage(4001, LogLevel.Error, "Mail {Notice}: the provider refuses it: {Code}")]
    public static partial void ProviderRefuses(this ILogger log, string notice, string code);

    [LoggerMessage(4002, LogLevel.Error, "Mail {Notice} was not sent: {Code}")]
    public static partial void MailFailed(this ILogger log, string notice, string code);
}
