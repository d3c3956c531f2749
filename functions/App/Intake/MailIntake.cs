using Caseward.App.Cases;
using Caseward.App.Mail;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Intake;

/// <summary>Cases that come in by mail (requirement A3).</summary>
internal sealed class MailIntake(CaseDesk desk, PolicyCatalog policies, CaseAddress ours, ILogger<MailIntake> logger)
{
    public const string Queue = "inbound-mail";

    private const string Scope = "mail";

    private static readonly Actor Postbox = new(ActorKind.Integration, "mail");

    /// <summary>
    /// The queue delivers at least once and in any order: the same mail twice is one case (rule M1). What is no mail fails, and after the
    /// host's last attempt lies unchanged on the poison queue.
    /// </summary>
    [Function(nameof(MailIntake))]
    public async Task Run([QueueTrigger(Queue)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ServicePolicy policy = await policies.CurrentAsync(cancellationToken);
        switch (MailReading.Of(QueueBody.Read(message), policy, ours))
        {
            case MailReading.ByMachine machine:
                await KeepAsync(machine, client, cancellationToken);
                break;
            case MailReading.ByPerson person:
                await OpenAsync(person, policy, client, cancellationToken);
                break;
        }
    }

    /// <summary>What a machine answers to our mail is kept on its case and does nothing else (rule M2); other machines' mail is only noted.</summary>
    private async Task KeepAsync(MailReading.ByMachine mail, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (mail.AnswersTo is { } number)
        {
            var kept = new RecordMachineMail(mail.Text, mail.MessageId);
            await desk.ExecuteAsync(number, kept, Postbox, $"{Scope}/{mail.Key}", expectedVersion: null, client, cancellationToken);
        }

        IntakeLog.MachineMail(logger, mail.Key, mail.Header);
    }

    private async Task OpenAsync(MailReading.ByPerson mail, ServicePolicy policy, DurableTaskClient client, CancellationToken cancellationToken)
    {
        OpenAnswer opened = await desk.OpenAsync(mail.Case.Command, policy, mail.Sender, Scope, new RequestKey(mail.Case.Key), client, cancellationToken);
        for (int piece = 0; piece < mail.Case.Continued.Count; piece++)
        {
            var rest = new AddComment(mail.Case.Continued[piece]) { MessageId = mail.MessageId };
            await desk.ExecuteAsync(opened.Case.Number, rest, mail.Sender, $"{Scope}/{mail.Case.Key}/{piece}", expectedVersion: null, client, cancellationToken);
        }

        IntakeLog.MailTaken(logger, mail.Case.Key, opened.Case.Number.Value, opened.Repeated);
    }
}
