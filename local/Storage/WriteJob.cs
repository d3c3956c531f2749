namespace Caseward.Local.Storage;

/// <summary>A piece of writing that waits for its turn and for its commit.</summary>
internal abstract class WriteJob
{
    /// <summary>What it threw when it ran last; what it wrote must then be undone.</summary>
    public Exception? Error { get; protected set; }

    /// <summary>Writes. It may have to run once more, in another transaction; what it did in the first is undone by then.</summary>
    public abstract void Run(LocalConnection connection);

    /// <summary>Tells the caller how it went; what it wrote is durable.</summary>
    public abstract void Complete();

    /// <summary>
    /// Tells the caller that nothing of it was written (unless a test fails it between the commit and this): that the disk failed it, or else
    /// the reason given. Not that it was refused: that may have been for what others wrote before it, and nothing of theirs is there either.
    /// </summary>
    public abstract void Fail(Exception error);
}

/// <summary>A piece of writing with a result.</summary>
internal sealed class WriteJob<T>(Func<LocalConnection, T> write, string path) : WriteJob
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _source.Task;

    public override void Run(LocalConnection connection)
    {
        try
        {
            _result = write(connection);
            Error = null;
        }
        catch (Exception error)
        {
            Error = LocalStorageException.Explain(error, path);
        }
    }

    public override void Complete()
    {
        if (Error is null)
        {
            _source.TrySetResult(_result!);
        }
        else
        {
            _source.TrySetException(Error);
        }
    }

    public override void Fail(Exception error) => _source.TrySetException(Error as LocalStorageException ?? error);
}
