using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// Remembers which mails somebody has begun to send, each notice by itself or in a digest. Written before the provider is called, so that
/// whoever comes second knows that it has to ask the provider first, and that a notice leaves in one way only. The row also leads from the
/// provider's id back to the case.
/// </summary>
internal sealed class MailAttempts(TableServiceClient tables)
{
    private const string RowKey = "begun";

    private readonly EnsuredTable _attempts = new(tables, "MailAttempts");

    /// <summary>Notes that a mail is about to be sent.</summary>
    /// <param name="operationId">The id under which the provider knows the mail.</param>
    /// <param name="number">The case that it is about.</param>
    /// <param name="sequence">The event that decided it.</param>
    /// <param name="digest">The key of the digest that it leaves in; absent when it leaves by itself.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What holds from now on: this, or what somebody noted before.</returns>
    public async Task<MailAttempt> BeginAsync(
        Guid operationId, CaseNumber number, int sequence, string? digest, Instant now, CancellationToken cancellationToken)
    {
        TableClient attempts = await _attempts.GetAsync(cancellationToken);
        var row = new TableEntity(operationId.ToString("D"), RowKey)
        {
            ["Number"] = number.Value,
            ["Sequence"] = sequence,
            ["Digest"] = digest,
            ["BegunAt"] = now.ToDateTimeOffset(),
        };
        try
        {
            await attempts.AddEntityAsync(row, cancellationToken);
            return new MailAttempt(IsFirst: true, digest);
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            return (await FindAsync(operationId, cancellationToken))!;
        }
    }

    /// <summary>What was noted about a mail; <see langword="null"/> when nobody has begun.</summary>
    public async Task<MailAttempt?> FindAsync(Guid operationId, CancellationToken cancellationToken)
    {
        TableClient attempts = await _attempts.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found =
            await attempts.GetEntityIfExistsAsync<TableEntity>(operationId.ToString("D"), RowKey, cancellationToken: cancellationToken);
        return found.HasValue ? new MailAttempt(IsFirst: false, found.Value!.GetString("Digest")) : null;
    }
}

/// <summary>A mail that somebody has begun to send.</summary>
/// <param name="IsFirst">Whether it was noted just now.</param>
/// <param name="Digest">The digest that it leaves in; absent when it leaves by itself.</param>
internal sealed record MailAttempt(bool IsFirst, string? Digest);
