namespace Caseward.Local.Chaos;

/// <summary>The invocations of functions, so that chaos meets the application and not what a test does by itself, and knows whom it meets.</summary>
internal sealed class DisturbedInvocations(ChaosPlan plan)
{
    private const int MostRuns = 16;

    private readonly AsyncLocal<Invocation?> _current = new();

    /// <summary>Whether nothing happens to a function while it runs.</summary>
    public bool AreOff => plan is { StorageFails: false, AnswersGetLost: false, ClockJumps: false };

    /// <summary>The one that asks; null outside of any.</summary>
    public Invocation? Current => _current.Value;

    /// <summary>Runs a function.</summary>
    /// <param name="who">What tells it from others; the same in every run of a test.</param>
    /// <param name="invoke">Runs it once.</param>
    /// <param name="runsAgain">
    /// Whether it runs again at once when a storage failure ended it. That is how activities and messages are delivered again when a worker died; the waits
    /// of a retry policy are time, which a clock that stands does not have.
    /// </param>
    public async Task<object?> RunAsync(string who, Func<Task<object?>> invoke, bool runsAgain)
    {
        for (int run = 1; ; run++)
        {
            var invocation = new Invocation(who);
            _current.Value = invocation;
            try
            {
                return await invoke();
            }
            catch (Exception) when (runsAgain && invocation.IsStruck && run < MostRuns)
            {
                // The next run finds what this one has left.
            }
        }
    }

    /// <summary>One run of a function.</summary>
    internal sealed class Invocation(string who)
    {
        private volatile bool _isStruck;

        /// <summary>What tells it from others.</summary>
        public string Who => who;

        /// <summary>Whether storage failed under it.</summary>
        public bool IsStruck
        {
            get => _isStruck;
            set => _isStruck = value;
        }
    }
}
