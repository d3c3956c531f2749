using Azure.Data.Tables;
using Caseward.Local.Tests.Accounts;
using Caseward.Storage.Conformance.Azurite;
using Caseward.Storage.Conformance.Tables.Rest;

namespace Caseward.Storage.Conformance.Tables;

/// <summary>
/// A table service that a spec runs against: the local clients, and Azurite over REST. In a build with <c>TableClients=Azure</c> the package's clients, on Azurite,
/// stand where the local ones do.
/// </summary>
public abstract class TableSide
{
    internal static TableSide Local => new LocalSide();

    /// <summary>Whether it is the emulator, which is known to deviate here and there.</summary>
    internal virtual bool IsAzurite => false;

    /// <summary>Whether the package's clients speak to it.</summary>
    internal virtual bool IsPackage => false;

    internal static TableSide Of(AzuriteServer azurite) => new AzuriteSide(azurite);

    /// <summary>A client of an account; whoever asked disposes the second.</summary>
    internal abstract Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync();

#if TABLE_CLIENTS_AZURE
    private sealed class LocalSide : TableSide, IAsyncDisposable
    {
        internal override bool IsAzurite => true;

        internal override bool IsPackage => true;

        internal override async Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync()
        {
            AzuriteServer azurite = (await TestContext.Current.GetFixture<AzuriteServer>())!;
            return (new TableServiceClient($"AccountName={SharedKey.Account};AccountKey={SharedKey.Key};TableEndpoint={await azurite.TablesAsync()}"), this);
        }

        public ValueTask DisposeAsync() => default;
    }
#else
    private sealed class LocalSide : TableSide
    {
        internal override Task<(TableServiceClient Service, IAsyncDisposable Owner)> OpenAsync()
        {
            var account = new ServedAccount();
            return Task.FromResult((new TableServiceClient($"AccountName={account.Name};AccountKey=a2V5"), (IAsyncDisposable)account));
        }
    }
#endif

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
