using Caseward.Local.Storage;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The app in this process. Its death is one as far as the disk can tell: from that moment on nothing is committed, and the log is left as it is. A process that
/// really dies costs seconds each time, in which another one compiles the same methods again.
/// </summary>
internal sealed class AppInProcess : MortalApp
{
    private static readonly HttpRequestException Died = new("It died.");

    private readonly CasewardHost _host;
    private readonly Queue<Death> _deaths;
    private Death _death;
    private HttpClient? _client;

    private AppInProcess(CasewardHost host, IEnumerable<Death> deaths)
    {
        _host = host;
        _deaths = new Queue<Death>(deaths);
        _death = Meet();
    }

    private LocalDatabase Database => _host.Services.GetRequiredService<LocalDatabase>();

    /// <summary>Starts one which is to die of these, one after the other.</summary>
    public static async Task<AppInProcess> StartAsync(string clockStart, params IEnumerable<Death> deaths) =>
        new(await CasewardHost.StartAsync("Policy:Document=default", $"Caseward:Local:ClockStart={clockStart}"), deaths);

    public override ValueTask DisposeAsync()
    {
        // What comes after its life does not matter.
        Database.Checkpoints.OnPass = null;
        return _host.DisposeAsync();
    }

    protected override async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        Task<HttpResponseMessage> answer = (_client ??= _host.Anybody).SendAsync(request);
        await Task.WhenAny(answer, _death.Came);
        return _death.Came.IsCompleted ? throw Died : await answer;
    }

    protected override async Task BuryAsync()
    {
        await Database.AbandonAsync();
        await _host.RestartAsync();
        _client = null;
        _death = Meet();
    }

    private Death Meet()
    {
        Death next = _deaths.TryDequeue(out Death? death) ? death : Death.Never();
        Database.Checkpoints.OnPass = next.Pass;
        return next;
    }
}
