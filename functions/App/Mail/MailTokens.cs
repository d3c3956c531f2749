using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>
/// The token bucket of each sender domain, one row under its ETag, so that all instances of the app together keep to the provider's
/// limit. A call that is repeated takes another token: that only makes mail slower.
/// </summary>
internal sealed class MailTokens(TableServiceClient tables, TimeProvider time) : IDisposable
{
    private const string Partition = "domain";

    private readonly EnsuredTable _tokens = new(tables, "MailTokens");
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly Dictionary<string, Row> _lastSeen = [];

    /// <summary>Takes a token of a domain.</summary>
    /// <returns>When to come back; <see langword="null"/> when the mail may leave now.</returns>
    public async Task<Instant?> TakeAsync(string domain, SendingRate rate, bool urgent, bool hasWaited, CancellationToken cancellationToken)
    {
        TableClient table = await _tokens.GetAsync(cancellationToken);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                Row row = _lastSeen.GetValueOrDefault(domain) ?? await ReadAsync(table, domain, cancellationToken);
                TokenAnswer answer = row.Bucket.Take(Instant.FromDateTimeOffset(time.GetUtcNow()), rate, urgent, hasWaited);
                if (await TryWriteAsync(table, domain, answer.After, row.ETag, cancellationToken) is { } written)
                {
                    _lastSeen[domain] = new Row(answer.After, written);
                    return answer.RetryAt;
                }

                // Another instance was first: what was remembered is old.
                _lastSeen.Remove(domain);
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static async Task<Row> ReadAsync(TableClient table, string domain, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, domain, cancellationToken: cancellationToken);
        if (!found.HasValue)
        {
            return new Row(new TokenBucket(), null);
        }

        TableEntity entity = found.Value!;
        var bucket = new TokenBucket
        {
            FullAt = Instant.FromUnixTimeTicks(entity.GetInt64("FullAt")!.Value),
            UrgentUntil = Instant.FromUnixTimeTicks(entity.GetInt64("UrgentUntil")!.Value),
            OthersUntil = Instant.FromUnixTimeTicks(entity.GetInt64("OthersUntil")!.Value),
        };
        return new Row(bucket, entity.ETag);
    }

    private static async Task<ETag?> TryWriteAsync(TableClient table, string domain, TokenBucket bucket, ETag? replaces, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition, domain)
        {
            ["FullAt"] = bucket.FullAt.ToUnixTimeTicks(),
            ["UrgentUntil"] = bucket.UrgentUntil.ToUnixTimeTicks(),
            ["OthersUntil"] = bucket.OthersUntil.ToUnixTimeTicks(),
        };
        try
        {
            Response written = replaces is { } etag
                ? await table.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancellationToken)
                : await table.AddEntityAsync(entity, cancellationToken);
            return written.Headers.ETag;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    private sealed record Row(TokenBucket Bucket, ETag? ETag);
}
