using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Mail;

/// <summary>Writes on the case that a mail was not sent because nobody needs it any more (rule E8). Run twice, it is written once.</summary>
internal sealed class ReportWithdrawal(CaseStore store, NoticeEndings endings)
{
    [Function(nameof(ReportWithdrawal))]
    public async Task RunAsync([ActivityTrigger] Withdrawal withdrawal, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CaseNumber number = CaseNumber.Parse(withdrawal.Number);
        CaseEvent? decided = await store.ReadEventAsync(number, withdrawal.Sequence, context.CancellationToken);
        if (decided is { Fact: NoticeDecided notice })
        {
            await endings.WithdrawnAsync(number, notice.Key, withdrawal.Reason, client, context.CancellationToken);
        }
    }
}

/// <summary>A mail that is not sent.</summary>
/// <param name="Number">The case.</param>
/// <param name="Sequence">The event that decided the mail.</param>
/// <param name="Reason">Why, as a rule code.</param>
internal sealed record Withdrawal(string Number, int Sequence, string Reason);
