using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Hosting;

/// <summary>
/// Starts and stops the parts of the runtime between the application's hosted services and Kestrel: what the application sets up at
/// start is there before the first message is delivered, and no request comes in before orchestrations can be started.
/// </summary>
internal sealed class PartsService(IEnumerable<ILocalPart> parts) : IHostedService
{
    private static readonly TimeSpan GraceOfSources = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GraceOfEngine = TimeSpan.FromMilliseconds(750);

    private readonly List<ILocalPart> _started = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (ILocalPart part in parts)
        {
            _started.Add(part);
            await part.StartAsync(cancellationToken);
        }
    }

    // The engine was the first to start. Whatever brings it work stops before it, all at once: one that takes its time leaves the others theirs.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StopAsync(_started.Skip(1), GraceOfSources);
        await StopAsync(_started.Take(1), GraceOfEngine);
    }

    private static async Task StopAsync(IEnumerable<ILocalPart> parts, TimeSpan within)
    {
        using var grace = new CancellationTokenSource(within);
        await Task.WhenAll(parts.Select(async part => await part.StopAsync(grace.Token))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
