#if TABLE_CLIENTS_AZURE
using System.Globalization;
#endif
using Azure.Data.Tables;
using Caseward.Local.Chaos;
#if TABLE_CLIENTS_AZURE
using Caseward.Local.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
#endif

namespace Caseward.Testing;

/// <summary>
/// Storage accounts of tests, each with tables of its own. In a build with the package's table clients (<c>TableClients=Azure</c>) these are in the emulator
/// at <c>CASEWARD_TABLES</c>, which knows the accounts <c>test0</c>, <c>test1</c> and so on, as many as <c>CASEWARD_TABLES_ACCOUNTS</c> says, with one key.
/// </summary>
public static class TestAccounts
{
    private const string Key = "a2V5";

#if TABLE_CLIENTS_AZURE
    private static readonly string Emulator = Setting("CASEWARD_TABLES");
    private static readonly int Accounts = int.Parse(Setting("CASEWARD_TABLES_ACCOUNTS"), CultureInfo.InvariantCulture);

    private static int _taken = -1;

    /// <summary>A client of an account's tables, whose requests pass these checkpoints.</summary>
    public static TableServiceClient TablesOf(string account, Checkpoints checkpoints) => RequestCheckpoints.Connect(ConnectionTo(account), checkpoints);

    /// <summary>Lets the requests of an application to its tables pass the checkpoints of its host.</summary>
    public static void PassCheckpoints(IServiceCollection services, string account) =>
        services.Replace(ServiceDescriptor.Singleton(provider => TablesOf(account, provider.GetRequiredService<LocalDatabase>().Checkpoints)));

    /// <summary>An account that no other test of this run uses.</summary>
    public static string New() => Interlocked.Increment(ref _taken) is var next && next < Accounts
        ? $"test{next}"
        : throw new InvalidOperationException($"All {Accounts} accounts are used. Let .ci/azure-tables have more.");

    /// <summary>What leads a client to an account's tables.</summary>
    public static string ConnectionTo(string account) => $"AccountName={account};AccountKey={Key};TableEndpoint={Emulator}/{account}";

    private static string Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set. Run these tests with .ci/azure-tables.");
#else
    /// <summary>An account that no other test uses.</summary>
    public static string New() => "t" + Guid.NewGuid().ToString("N")[..20];

    /// <summary>A client of an account's tables, whose requests pass these checkpoints of its file.</summary>
    public static TableServiceClient TablesOf(string account, Checkpoints checkpoints)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        return new TableServiceClient(ConnectionTo(account));
    }

    /// <summary>What leads a client to an account's tables.</summary>
    public static string ConnectionTo(string account) => $"AccountName={account};AccountKey={Key}";
#endif

    /// <summary>The settings of an application whose tables, queues and mail are in an account.</summary>
    public static IReadOnlyList<string> SettingsFor(string account) =>
        [$"--AzureWebJobsStorage={ConnectionTo(account)}", $"--Email:ConnectionString=endpoint=http://localhost/{account};accesskey={Key}"];
}
