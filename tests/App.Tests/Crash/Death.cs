namespace Caseward.App.Tests.Crash;

/// <summary>Comes when a checkpoint, or any when it is null, is passed for the n-th time. Whatever would change anything then or later fails.</summary>
internal sealed class Death(string? place, int nth)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _passed = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = nth;

    /// <summary>One that does not come and only counts.</summary>
    public static Death Never() => new(null, int.MaxValue);

    /// <summary>Ends when it has come.</summary>
    public Task Came => _came.Task;

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

    public void Pass(string name)
    {
        lock (_gate)
        {
            _passed[name] = _passed.GetValueOrDefault(name) + 1;
            if ((place is null || place == name) && --_left == 0)
            {
                _came.TrySetResult();
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
internal sealed class DeathException : Exception;
