using Azure;

namespace Caseward.Local.Chaos;

/// <summary>
/// Tables in trouble under functions, as an application sees it through the real client. That one sends a request again when no answer came, so a lost
/// answer (<c>answers</c>) shows as a conflict with oneself. Only when that does not help either does the failure reach the application
/// (<c>storage</c>), before or after what was asked for is done. A test's own requests, outside of any function, are left alone.
/// </summary>
internal sealed class StorageFaults(ChaosPlan plan, ChaosDraws draws, DisturbedInvocations invocations)
{
    private const int AnswersLostOneIn = 50;
    private const int FailuresOneIn = 200;

    /// <summary>Lets the faults happen where rows are read and written.</summary>
    public void Disturb(Checkpoints checkpoints)
    {
        if (plan.StorageFails || plan.AnswersGetLost)
        {
            checkpoints.OnRow = Pass;
        }
    }

    private void Pass(string place, string partitionKey, string rowKey)
    {
        if (invocations.Current is not { } invocation)
        {
            return;
        }

        string what = $"{invocation.Who} {place} {partitionKey} {rowKey}";
        if (plan.StorageFails && draws.Hits($"storage {what}", FailuresOneIn))
        {
            invocation.IsStruck = true;
            throw new RequestFailedException(503, $"The server is busy, as the setting Chaos asked for, at {place}.", "ServerBusy", innerException: null);
        }

        if (plan.AnswersGetLost && place.EndsWith("/after", StringComparison.Ordinal) && draws.Hits($"answers {what}", AnswersLostOneIn))
        {
            throw new AnswerLostException();
        }
    }
}

/// <summary>What was asked for is done, and the answer got lost: the client sends the request again.</summary>
internal sealed class AnswerLostException : Exception;
