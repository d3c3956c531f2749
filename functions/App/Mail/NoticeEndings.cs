using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Mail;

/// <summary>Writes on a case how a decided mail ended when not in its reader's mailbox, each ending once.</summary>
internal sealed class NoticeEndings(CaseDesk desk, ILogger<NoticeEndings> logger)
{
    /// <summary>It could not be sent (rule O3).</summary>
    public Task FailedAsync(CaseNumber number, string key, string code, DurableTaskClient client, CancellationToken cancellationToken)
    {
        logger.MailFailed(key, code);
        return desk.ExecuteAsync(number, new RecordMailFailure(key, code), Actor.System, $"mail-failed~{key}", null, client, cancellationToken);
    }

    /// <summary>Nobody needs it any more (rule E8).</summary>
    public Task WithdrawnAsync(CaseNumber number, string key, string why, DurableTaskClient client, CancellationToken cancellationToken) =>
        desk.ExecuteAsync(number, new RecordWithdrawal(key, why), Actor.System, $"withdrawn~{key}", null, client, cancellationToken);
}
