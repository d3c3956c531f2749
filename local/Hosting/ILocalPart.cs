using Caseward.Local.Time;

namespace Caseward.Local.Hosting;

/// <summary>A part of the runtime that starts and stops with it.</summary>
internal interface ILocalPart : ILocalWork
{
    /// <summary>Readies its data, before anything runs: the application's own hosted services may already use it.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Begins to work, after the application's hosted services have started and requests are being served.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes nothing new, tells what runs to end, and waits for it until the token is cancelled.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
