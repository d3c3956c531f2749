using System.Text.Json.Nodes;
using Caseward.App.Cases;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>The application, on Monday 12 August 2024 from 10:30 in Amsterdam, with requests that are held up or break off at named places.</summary>
internal sealed class TroubledHost : IAsyncDisposable
{
    private readonly ManualResetEventSlim _goesOn = new();
    private readonly TaskCompletionSource _heldUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TroubledHost(CasewardHost host) => Host = host;

    public CasewardHost Host { get; }

    /// <summary>Ends when somebody is held up.</summary>
    public Task HeldUp => _heldUp.Task;

    /// <summary>Whether who was held up has gone on.</summary>
    public bool HasGoneOn => _goesOn.IsSet;

    public static async Task<TroubledHost> StartAsync() => new(await CasewardHost.StartAsync());

    /// <summary>What happens wherever the application passes a named place.</summary>
    public void OnPass(Action<string> happens) => Host.Runtime.Database.Checkpoints.OnPass = happens;

    /// <summary>What happens to whoever comes to a place first, or for the given time.</summary>
    public void At(string place, int times, Action happens)
    {
        int passes = 0;
        OnPass(passed =>
        {
            if (passed.StartsWith(place, StringComparison.Ordinal) && Interlocked.Increment(ref passes) == times)
            {
                happens();
            }
        });
    }

    /// <summary>Holds up whoever comes to a place first, or for the given time.</summary>
    public void HoldUpAt(string place, int times = 1) => At(place, times, WaitHeldUp);

    /// <summary>Lets whoever comes to a place first, or for the given time, fail there.</summary>
    public void BreakOffAt(string place, int times = 1) => At(place, times, () => throw new IOException("It breaks off."));

    /// <summary>Lets who was held up go on.</summary>
    public void GoOn() => _goesOn.Set();

    public void WaitHeldUp()
    {
        _heldUp.SetResult();
        _goesOn.Wait();
    }

    public Task AdvanceAsync(TimeSpan by) => Host.Runtime.AdvanceAsync(by);

    public Task<Answered> PostAsync(string user, CaseNumber number, string command, JsonObject? body = null) =>
        Host.As(user).PostAsync($"/api/cases/{number}/{command}", body ?? []);

    public async Task<CaseNumber> OpenAsync(JsonObject? form = null) =>
        CaseNumber.Parse((await Host.As("anna").PostAsync("/api/phone/cases", form ?? Forms.Case())).Text("number"));

    public async Task<CaseHead> HeadAsync(CaseNumber number) =>
        (await Host.Services.GetRequiredService<CaseStore>().FindAsync(number, TestContext.Current.CancellationToken))!;

    /// <summary>All rows of the due index.</summary>
    public async Task<IReadOnlyList<DueLook>> LooksAsync()
    {
        var looks = new List<DueLook>();
        for (int shard = 0; shard < CaseShards.Count; shard++)
        {
            await foreach (DueLook look in Host.Services.GetRequiredService<DueIndex>()
                .ReadDueAsync(shard, Instant.FromUtc(2100, 1, 1, 0, 0), TestContext.Current.CancellationToken))
            {
                looks.Add(look);
            }
        }

        return looks;
    }

    /// <summary>Those of one case.</summary>
    public async Task<IReadOnlyList<string>> LooksAsync(CaseNumber number) =>
        [.. (await LooksAsync()).Where(look => look.Number == number).Select(look => look.Key)];

    /// <summary>What a queue shows.</summary>
    public async Task<IReadOnlyList<(string Number, int Version)>> ListedAsync(string queue) =>
        [.. (await Host.As("willem").ReadAsync($"/api/queues/{queue}/cases")).Json!["items"]!.AsArray().Select(row => ((string)row!["number"]!, (int)row["version"]!))];

    public async ValueTask DisposeAsync()
    {
        _goesOn.Set();
        await Host.DisposeAsync();
        _goesOn.Dispose();
    }
}
