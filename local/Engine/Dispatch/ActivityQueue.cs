using System.Threading.Channels;
using Caseward.Local.Engine.Storage;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// Activities that wait for a worker. The file has them all; memory has their keys, and what they are to work on as long as that is little, so that most need not
/// be read again.
/// </summary>
internal sealed class ActivityQueue
{
    // In characters.
    private const long MaxInputsInMemory = 16 << 20;

    private readonly Channel<(ActivityKey Key, long Request, ActivityRow? Row)> _waiting = Channel.CreateUnbounded<(ActivityKey, long, ActivityRow?)>();
    private long _inputsInMemory;

    /// <summary>Adds an activity.</summary>
    /// <param name="row">It.</param>
    /// <param name="request">Which request for it this is.</param>
    public void Add(ActivityRow row, long request)
    {
        int length = LengthOf(row);
        bool stays = Interlocked.Add(ref _inputsInMemory, length) <= MaxInputsInMemory;
        if (!stays)
        {
            Interlocked.Add(ref _inputsInMemory, -length);
        }

        _waiting.Writer.TryWrite((row.Key, request, stays ? row : null));
    }

    /// <summary>Adds an activity of which only the key is known.</summary>
    public void Add(ActivityKey key, long request) => _waiting.Writer.TryWrite((key, request, null));

    /// <summary>No more are added.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Takes one after the other, beside whoever else does, until the queue is closed and empty. Without a row, it is in the file, or gone.</summary>
    public async IAsyncEnumerable<(ActivityKey Key, long Request, ActivityRow? Row)> TakeAllAsync()
    {
        await foreach ((ActivityKey Key, long Request, ActivityRow? Row) next in _waiting.Reader.ReadAllAsync())
        {
            Interlocked.Add(ref _inputsInMemory, -LengthOf(next.Row));
            yield return next;
        }
    }

    private static int LengthOf(ActivityRow? row) => row?.Input?.Length ?? 0;
}
