using Azure.Data.Tables;

namespace Caseward.App.Storage;

/// <summary>A table that is created the first time somebody asks for it, once per process.</summary>
internal sealed class EnsuredTable(TableServiceClient service, string name)
{
    private readonly TableClient _client = service.GetTableClient(name);
    private volatile Task? _created;

    public async ValueTask<TableClient> GetAsync(CancellationToken cancellationToken)
    {
        if (_created is not { IsCompletedSuccessfully: true })
        {
            // Two first callers may both ask; creating twice is harmless, and a failure is not kept.
            Task created = _client.CreateIfNotExistsAsync(cancellationToken);
            await created;
            _created = created;
        }

        return _client;
    }
}
