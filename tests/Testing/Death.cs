namespace Caseward.Testing;

/// <summary>
/// Comes when a checkpoint, or any when it is null, is passed for the n-th time; or then it is only announced, so that the runtime can be stopped, and comes so many
/// checkpoints later, unless that has ended before. Whatever would change anything then or later fails.
/// </summary>
public sealed class Death(string? place, int nth, int whileStopping = 0)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, int> _passed = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>One that does not come and only counts.</summary>
    public static Death Never() => new(null, int.MaxValue);

    /// <summary>Ends when it is announced, at the latest when it comes.</summary>
    public Task Announced => _announced.Task;

    /// <summary>Ends when it has come.</summary>
    public Task Came => _came.Task;

    /// <summary>The checkpoint at which it came.</summary>
    public string? Where { get; private set; }

    /// <summary>How often each checkpoint was passed.</summary>
    public IReadOnlyDictionary<string, int> Passed
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, int>(_passed, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Passes a checkpoint.</summary>
    /// <exception cref="DeathException">It came, or had come.</exception>
    public void Pass(string name)
    {
        lock (_gate)
        {
            _passed[name] = _passed.GetValueOrDefault(name) + 1;
            if (place is null || place == name)
            {
                _count++;
                if (_count >= nth)
                {
                    _announced.TrySetResult();
                }

                if (_count - whileStopping >= nth)
                {
                    Where ??= name;
                    _came.TrySetResult();
                }
            }
        }

        // A dead process does nothing any more.
        if (Came.IsCompleted)
        {
            throw new DeathException();
        }
    }
}

/// <summary>Where the process died, or was dead already.</summary>
public sealed class DeathException() : Exception("It died here.");
