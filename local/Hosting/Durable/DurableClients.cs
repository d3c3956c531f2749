using Caseward.Local.Engine.Client;
using Caseward.Local.Engine.Replay;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Durable;

/// <summary>The client of the running engine, for <c>[DurableClient]</c> parameters.</summary>
internal sealed class DurableClients
{
    private DurableTaskClient? _client;

    /// <exception cref="InvalidOperationException">The host has not started.</exception>
    public DurableTaskClient Client
    {
        get => _client ?? throw new InvalidOperationException("The durable engine has not started yet.");
        set => _client = value;
    }

    /// <inheritdoc cref="LocalDurableTaskClient.EventWaits"/>
    public IEnumerable<EventWait>? EventWaits(long instance) => (_client as LocalDurableTaskClient)?.EventWaits(instance);

    /// <summary>Tells the client where the runtime serves requests.</summary>
    public void ServeAt(Uri address)
    {
        if (_client is LocalDurableTaskClient client)
        {
            client.Runtime = address;
        }
    }
}
