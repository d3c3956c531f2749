using System.Collections.Concurrent;
using Caseward.App;
using Caseward.Bench.Load;
using Caseward.Local.Hosting;
#if TABLE_CLIENTS_AZURE
using Caseward.Testing;
#endif
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Caseward.Bench.Hosting;

/// <summary>
/// The whole application on the local runtime: a database file and a storage account of its own, any free port, the development
/// sign-in, and a clock that stands until it is told to move. Disposing leaves nothing behind.
/// </summary>
internal sealed class BenchHost : IAsyncDisposable
{
    /// <summary>The database file in its folder.</summary>
    public const string FileName = ".caseward/local.db";

    private readonly ConcurrentDictionary<string, long> _passed = new(StringComparer.Ordinal);
    private readonly DirectoryInfo? _folder;
    private readonly IHost _host;

    private BenchHost(DirectoryInfo? folder, IHost host, string account)
    {
        _folder = folder;
        _host = host;
        Account = account;
    }

    /// <summary>The storage account that its queues belong to.</summary>
    public string Account { get; }

    public Uri BaseAddress => Runtime.BaseAddress;

    /// <summary>What the file holds now.</summary>
    public FileRows Rows() => FileRows.Of(Runtime.Database);

    /// <summary>How many orchestrations the engine remembers, and the bytes of the file's pages that hold something.</summary>
    public (long Instances, long FileBytes) Held() => Runtime.Database.Read(db => (
        (long)db.Scalar("SELECT count(*) FROM durable_instances")!,
        (long)db.Scalar("SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size")!));

    /// <summary>How often the runtime has passed a checkpoint since the start.</summary>
    public long Passed(string checkpoint) => _passed.GetValueOrDefault(checkpoint);

    /// <summary>All checkpoints passed since the start, and how often.</summary>
    public IReadOnlyDictionary<string, long> Passed() => new Dictionary<string, long>(_passed);

    public Task WhenIdleAsync() => Runtime.WhenIdleAsync();

    private LocalRuntime Runtime => _host.Services.GetRequiredService<LocalRuntime>();

    /// <param name="clock">Where the clock starts; absent for now.</param>
    /// <param name="durable">Whether a commit waits for the disk, as it does for everybody who keeps their data.</param>
    /// <param name="clockSpeed">How fast it runs; 0 for one that stands until it is moved.</param>
    /// <param name="folder">Where its file is, which then stays; absent for a folder that goes with it.</param>
    /// <param name="account">The account of that file; absent for a new one.</param>
    /// <param name="settings">Further settings, as on a command line.</param>
    public static async Task<BenchHost> StartAsync(
        Instant? clock = null, bool durable = true, double clockSpeed = 0, DirectoryInfo? folder = null, string? account = null, IEnumerable<string>? settings = null)
    {
        bool ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("caseward-bench-");
#if TABLE_CLIENTS_AZURE
        account ??= TestAccounts.New();
        settings = [$"--AzureWebJobsStorage={TestAccounts.ConnectionTo(account)}", .. settings ?? []];
#endif
        account ??= $"bench{Guid.CreateVersion7():N}"[..24];
        File.Copy(Path.Combine(AppContext.BaseDirectory, "host.json"), Path.Combine(folder.FullName, "host.json"), overwrite: true);
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
        [
            $"--Caseward:Local:Root={folder.FullName}",
            $"--Caseward:Local:AccountName={account}",
            "--Caseward:Local:Port=0",
            "--Caseward:Local:Banner=false",
            $"--Caseward:Local:Durable={durable}",
            FormattableString.Invariant($"--Caseward:Local:ClockSpeed={clockSpeed}"),
            .. clock is { } start ? [$"--Caseward:Local:ClockStart={start}"] : Array.Empty<string>(),
            $"--Email:ConnectionString=endpoint=http://localhost/{account};accesskey=YmVuY2g=",
            "--TaskHubName=Caseward",
            "--Identity:DevelopmentSignIn=true",
            "--Logging:LogLevel:Default=Error",
            .. settings ?? [],
        ]);
        CasewardApp.Configure(builder);
#if TABLE_CLIENTS_AZURE
        TestAccounts.PassCheckpoints(builder.Services, account);
#endif
        IHost host = builder.Build();
        await host.StartAsync();
        var bench = new BenchHost(ownsFolder ? folder : null, host, account);
        bench.Runtime.Database.Checkpoints.OnPass = bench.Pass;
        return bench;
    }

    /// <summary>How many orchestrations are in each state; the nightly purge leaves out what completed a week ago.</summary>
    public async Task<IReadOnlyDictionary<OrchestrationRuntimeStatus, int>> CountInstancesAsync()
    {
        var counts = new SortedDictionary<OrchestrationRuntimeStatus, int>();
        await foreach (OrchestrationMetadata instance in Runtime.Client.GetAllInstancesAsync(new OrchestrationQuery { PageSize = 500 }))
        {
            counts[instance.RuntimeStatus] = counts.GetValueOrDefault(instance.RuntimeStatus) + 1;
        }

        return counts;
    }

    private void Pass(string checkpoint) => _passed.AddOrUpdate(checkpoint, 1, static (_, times) => times + 1);

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
