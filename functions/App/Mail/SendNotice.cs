using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Mail;

/// <summary>A further try to send a decided mail, with the case as it is by then.</summary>
internal sealed class SendNotice(CaseStore store, NoticeSender sender)
{
    [Function(nameof(SendNotice))]
    public async Task<SendOutcome> RunAsync([ActivityTrigger] MailDeliveryInput input, FunctionContext context)
    {
        CaseNumber number = CaseNumber.Parse(input.Number);
        CaseHead? head = await store.FindAsync(number, context.CancellationToken);
        CaseEvent? decided = await store.ReadEventAsync(number, input.Sequence, context.CancellationToken);
        return head is null ? SendOutcome.NotWanted(null) : await sender.TryAsync(head.State, decided, input, isDelivery: true, context.CancellationToken);
    }
}
