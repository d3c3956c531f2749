using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Hosting;

/// <summary>
/// Starts and stops the parts of the runtime between the application's hosted services and Kestrel: what the application sets up at
/// start is there before the first message is delivered, and no request comes in before orchestrations can be started.
/// </summary>
internal sealed class PartsService(IEnumerable<ILocalPart> parts) : IHostedService
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(750);

    private readonly List<ILocalPart> _started = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (ILocalPart part in parts)
        {
            _started.Add(part);
            await part.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(Grace);
        foreach (ILocalPart part in Enumerable.Reverse(_started))
        {
            await part.StopAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
