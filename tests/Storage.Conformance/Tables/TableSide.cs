using Azure.Data.Tables;
using Caseward.Local.Tests.Accounts;
using Caseward.Storage.Conformance.Azurite;
using Caseward.Storage.Conformance.Tables.Rest;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>A table service that a spec runs against.</summary>
public abstract class TableSide
{
    internal static TableSide Local => new LocalSide();

    /// <summary>Whether it is the emulator, which is known to deviate here and there.</summary>
    internal virtual bool IsAzurite => false;

    internal static TableSide Of(AzuriteServer azurite) => new AzuriteSide(azurite);

    /// <summary>A client of an account; whoever asked disposes the second.</summary>
    internal abstract Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync();

    private sealed class LocalSide : TableSide
    {
        internal override Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync()
        {
            var account = new ServedAccount();
            return Task.FromResult((new TableServiceClient($"AccountName={account.Name};AccountKey=a2V5"), (IAsyncDisposable)account));
        }
    }

    private sealed class AzuriteSide(AzuriteServer azurite) : TableSide, IAsyncDisposable
    {
        private TableRest? _rest;

        internal override bool IsAzurite => true;

        internal override async Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync()
        {
            _rest = new TableRest(await azurite.TablesAsync());
            return (new RestTableServiceClient(_rest), this);
        }

        public ValueTask DisposeAsync()
        {
            _rest?.Dispose();
            return default;
        }
    }
}
