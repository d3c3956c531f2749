using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.App.Surveys;

/// <summary>
/// At most one survey per contact in a while (rule V3), over all of their cases: one row per contact, under its ETag. The address itself
/// is not stored, only its hash.
/// </summary>
internal sealed class SurveyQuietPeriod(TableServiceClient tables)
{
    private const string RowKey = "asked";

    private readonly EnsuredTable _contacts = new(tables, "SurveyContacts");

    /// <summary>Reserves the right to ask a contact. The same occasion gets the same answer again, so a step that is repeated does not talk itself out of it.</summary>
    /// <param name="email">The contact.</param>
    /// <param name="occasion">Which survey of which case, for example <c>123456789~2</c>.</param>
    /// <param name="now">Now.</param>
    /// <param name="quiet">How long a contact is left alone after it was asked.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>Whether the contact may be asked.</returns>
    public async Task<bool> TryReserveAsync(string email, string occasion, Instant now, Duration quiet, CancellationToken cancellationToken)
    {
        TableClient contacts = await _contacts.GetAsync(cancellationToken);
        string contact = RowKeys.Hash(EmailAddresses.Fold(email.Trim()));
        while (true)
        {
            NullableResponse<TableEntity> found = await contacts.GetEntityIfExistsAsync<TableEntity>(contact, RowKey, cancellationToken: cancellationToken);
            if (found.HasValue)
            {
                if (found.Value!.GetString("Occasion") == occasion)
                {
                    return true;
                }

                if (now < Instant.FromDateTimeOffset(found.Value.GetDateTimeOffset("AskedAt")!.Value) + quiet)
                {
                    return false;
                }
            }

            var row = new TableEntity(contact, RowKey) { ["Occasion"] = occasion, ["AskedAt"] = now.ToDateTimeOffset() };
            if (await TryWriteAsync(contacts, row, found.HasValue ? found.Value!.ETag : null, cancellationToken))
            {
                return true;
            }
        }
    }

    private static async Task<bool> TryWriteAsync(TableClient contacts, TableEntity row, ETag? replaces, CancellationToken cancellationToken)
    {
        try
        {
            _ = replaces is { } etag
                ? await contacts.UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancellationToken)
                : await contacts.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
