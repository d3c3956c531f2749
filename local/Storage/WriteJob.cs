namespace Caseward.Local.Storage;

/// <summary>A piece of writing that waits for its turn and for its commit.</summary>
internal abstract class WriteJob
{
    /// <summary>Writes; false when it threw, and what it wrote must be undone.</summary>
    public abstract bool Run(LocalConnection connection);

    /// <summary>Tells the caller how it went; what it wrote is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing of it was written: what it threw itself, or else the reason given.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A piece of writing with a result.</summary>
internal sealed class WriteJob<T>(Func<LocalConnection, T> write, string path) : WriteJob
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _error;

    public Task<T> Task => _source.Task;

    public override bool Run(LocalConnection connection)
    {
        try
        {
            _result = write(connection);
            return true;
        }
        catch (Exception error)
        {
            _error = LocalStorageException.Explain(error, path);
            return false;
        }
    }

    public override void Complete()
    {
        if (_error is null)
        {
            _source.TrySetResult(_result!);
        }
        else
        {
            _source.TrySetException(_error);
        }
    }

    public override void Fail(Exception error) => _source.TrySetException(_error ?? error);
}
