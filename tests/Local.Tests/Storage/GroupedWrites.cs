using Caseward.Local.Storage;

namespace Caseward.Local.Tests.Storage;

/// <summary>Pieces that are committed together, whatever the threads do.</summary>
internal static class GroupedWrites
{
    /// <summary>Writes them and waits for all; the tasks say how each went.</summary>
    public static async Task<Task<int>[]> WriteAsync(LocalDatabase database, params Func<LocalConnection, int>[] pieces)
    {
        // While one piece keeps the writer, the others gather.
        using var taken = new ManualResetEventSlim();
        using var gathered = new ManualResetEventSlim();
        Task<int> first = database.WriteAsync(_ =>
        {
            taken.Set();
            gathered.Wait();
            return 0;
        });
        taken.Wait();
        Task<int>[] writes = [.. pieces.Select(database.WriteAsync)];
        gathered.Set();
        await first;
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);
        return writes;
    }
}
