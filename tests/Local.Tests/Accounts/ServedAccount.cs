using Azure;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Tests.Accounts;

/// <summary>An account of its own on a file of its own, with a clock that stands still unless moved.</summary>
internal sealed class ServedAccount : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private IDisposable? _served;

    public ServedAccount() => Account = Open();

    public string Name { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    public LocalAccount Account { get; private set; }

    public LocalClock Clock { get; } = new(Noon, speed: 0);

    public LocalDatabase Database => Account.Database;

    public Checkpoints Checkpoints => Database.Checkpoints;

    /// <summary>Lets the next pass of a checkpoint fail as a busy service does.</summary>
    public void FailAt(string checkpoint) => Checkpoints.OnPass = name =>
    {
        if (name == checkpoint)
        {
            Checkpoints.OnPass = null;
            throw new RequestFailedException(503, "The server is busy.", "ServerBusy", innerException: null);
        }
    };

    /// <summary>Closes the file and opens it again, as a new process would.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Account = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private LocalAccount Open()
    {
        var account = new LocalAccount(Name, LocalDatabase.Open(Path.Combine(_folder, "local.db"), LocalSchema.All, durable: false), Clock);
        _served = LocalAccounts.Serve(account);
        return account;
    }

    private async Task CloseAsync()
    {
        _served!.Dispose();
        await Database.DisposeAsync();
    }
}
