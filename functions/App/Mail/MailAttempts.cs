using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// Remembers which mails somebody has begun to send. Written before the provider is called, so that whoever comes second knows that it
/// has to ask the provider first. The row also leads from the provider's id back to the case.
/// </summary>
internal sealed class MailAttempts(TableServiceClient tables)
{
    private const string RowKey = "begun";

    private readonly EnsuredTable _attempts = new(tables, "MailAttempts");

    /// <summary>Notes that a mail is about to be sent.</summary>
    /// <returns>Whether this is the first time.</returns>
    public async Task<bool> TryBeginAsync(Guid operationId, CaseNumber number, int sequence, Instant now, CancellationToken cancellationToken)
    {
        TableClient attempts = await _attempts.GetAsync(cancellationToken);
        var row = new TableEntity(operationId.ToString("D"), RowKey)
        {
            ["Number"] = number.Value,
            ["Sequence"] = sequence,
            ["BegunAt"] = now.ToDateTimeOffset(),
        };
        try
        {
            await attempts.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            return false;
        }
    }
}
