using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Mail;

/// <summary>Writes on the case that a mail could not be sent, so that whoever works on it knows (rule O3). Run twice, it is written once.</summary>
internal sealed class ReportMailFailure(CaseStore store, NoticeEndings endings)
{
    [Function(nameof(ReportMailFailure))]
    public async Task RunAsync([ActivityTrigger] MailFailure failure, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CaseNumber number = CaseNumber.Parse(failure.Number);
        CaseEvent? decided = await store.ReadEventAsync(number, failure.Sequence, context.CancellationToken);
        if (decided is { Fact: NoticeDecided notice })
        {
            await endings.FailedAsync(number, notice.Key, failure.Code, client, context.CancellationToken);
        }
    }
}

/// <summary>A mail that failed for good.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that decided the mail.</param>
/// <param name="Code">Why.</param>
internal sealed record MailFailure(string Number, int Sequence, string Code);
