using Caseward.Local.Hosting;
using Caseward.Storage.Conformance.Azurite;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caseward.Storage.Conformance.Queues;

/// <summary>A queue service that a spec runs against.</summary>
public abstract class QueueSide
{
    internal static QueueSide Local => new LocalSide();

    /// <summary>Whether it is the emulator, which is known to deviate here and there.</summary>
    internal virtual bool IsAzurite => false;

    internal static QueueSide Of(AzuriteServer azurite) => new AzuriteSide(azurite);

    /// <summary>The address of an account's queues; whoever asked disposes the second.</summary>
    internal abstract Task<(Uri Endpoint, IAsyncDisposable Owner)> OpenAsync();

    /// <summary>An application without functions, whose host serves its account's queues.</summary>
    private sealed class LocalSide : QueueSide, IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
        private IHost? _host;

        public async ValueTask DisposeAsync()
        {
            if (_host is IAsyncDisposable host)
            {
                await host.DisposeAsync();
            }

            Directory.Delete(_folder, recursive: true);
        }

        internal override async Task<(Uri Endpoint, IAsyncDisposable Owner)> OpenAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "host.json"), """{ "version": "2.0" }""");
            string account = "q" + Guid.NewGuid().ToString("N")[..20];
            FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
            [
                $"--Caseward:Local:Root={_folder}", $"--Caseward:Local:AccountName={account}", "--Caseward:Local:Port=0", "--Caseward:Local:Durable=false",
            ]);
            builder.ConfigureFunctionsWebApplication();
            builder.Logging.ClearProviders();
            _host = builder.Build();
            await _host.StartAsync();
            return (new Uri(_host.Services.GetRequiredService<LocalRuntime>().BaseAddress!, account), this);
        }
    }

    private sealed class AzuriteSide(AzuriteServer azurite) : QueueSide, IAsyncDisposable
    {
        internal override bool IsAzurite => true;

        public ValueTask DisposeAsync() => default;

        internal override async Task<(Uri Endpoint, IAsyncDisposable Owner)> OpenAsync() => (await azurite.QueuesAsync(), this);
    }
}
