using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>The clients of an application. Names are compared with regard to case, as names of options are.</summary>
internal sealed class DurableTaskClientProvider(IEnumerable<DurableTaskClientProvider.Client> clients) : IDurableTaskClientProvider
{
    public DurableTaskClient GetClient(string? name = null)
    {
        name ??= Options.DefaultName;
        return clients.FirstOrDefault(client => client.Name == name)?.Built
            ?? throw new ArgumentOutOfRangeException(
                nameof(name), name, $"The value of this argument must be in the set of available clients: [{string.Join(", ", clients.Select(client => $"\"{client.Name}\""))}].");
    }

    /// <summary>One client. Not registered as what it is, so that at most one can be taken without a name.</summary>
    internal sealed class Client(DurableTaskClient built) : IAsyncDisposable
    {
        public string Name => built.Name;

        public DurableTaskClient Built => built;

        public ValueTask DisposeAsync() => built.DisposeAsync();
    }
}
