using Azure;

namespace Caseward.Local.Chaos;

/// <summary>
/// Tables in trouble under functions, as an application sees it through the real client. That one sends a request again when no answer came, so a lost
/// answer (<c>answers</c>) shows as a conflict with oneself. Only when that does not help either does the failure reach the application
/// (<c>storage</c>), before or after what was asked for is done. A test's own requests, outside of any function, are left alone.
/// </summary>
internal sealed class StorageFaults(ChaosPlan plan)
{
    private const int AnswersLostOneIn = 50;
    private const int FailuresOneIn = 200;
    private const int MostRuns = 16;

    private readonly AsyncLocal<Invocation?> _inside = new();
    private readonly Random _random = new(plan.Seed);

    /// <summary>Whether nothing fails.</summary>
    public bool AreOff => !plan.StorageFails && !plan.AnswersGetLost;

    /// <summary>Lets the faults happen at the places that are passed.</summary>
    public void Disturb(Checkpoints checkpoints)
    {
        if (!AreOff)
        {
            checkpoints.OnPass = Pass;
        }
    }

    /// <summary>Runs a function among the faults.</summary>
    /// <param name="invoke">Runs it once.</param>
    /// <param name="runsAgain">
    /// Whether it runs again at once when a fault ended it. That is how activities and messages are delivered again when a worker died; the waits of a
    /// retry policy are time, which a clock that stands does not have.
    /// </param>
    public async Task<object?> RunAsync(Func<Task<object?>> invoke, bool runsAgain)
    {
        for (int run = 1; ; run++)
        {
            var invocation = new Invocation();
            _inside.Value = invocation;
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

    private void Pass(string place)
    {
        if (_inside.Value is not { } invocation || !place.StartsWith("tables/", StringComparison.Ordinal))
        {
            return;
        }

        if (plan.StorageFails && IsUnlucky(FailuresOneIn))
        {
            invocation.IsStruck = true;
            throw new RequestFailedException(503, $"The server is busy, as the setting Chaos asked for, at {place}.", "ServerBusy", innerException: null);
        }

        if (plan.AnswersGetLost && place.EndsWith("/after", StringComparison.Ordinal) && IsUnlucky(AnswersLostOneIn))
        {
            throw new AnswerLostException();
        }
    }

    private bool IsUnlucky(int oneIn)
    {
        lock (_random)
        {
            return _random.Next(oneIn) == 0;
        }
    }

    private sealed class Invocation
    {
        public volatile bool IsStruck;
    }
}

/// <summary>What was asked for is done, and the answer got lost: the client sends the request again.</summary>
internal sealed class AnswerLostException : Exception;
