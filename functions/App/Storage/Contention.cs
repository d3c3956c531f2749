namespace Caseward.App.Storage;

/// <summary>How a change is tried again that others were quicker with: often, and after waits that differ, so that the losers do not meet again.</summary>
internal static class Contention
{
    /// <summary>How often a change is tried.</summary>
    public const int MaxAttempts = 30;

    private const int LongestMilliseconds = 50;
    private const int GrowthMilliseconds = 5;

    /// <summary>Waits after a lost attempt: 1 to 50 ms of real time, by chance, longer at most after each. Not for orchestrations.</summary>
    /// <param name="attempt">Which attempt was lost; the first is 0.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(Random.Shared.Next(1, Math.Min((attempt + 2) * GrowthMilliseconds, LongestMilliseconds) + 1), cancellationToken);
}

/// <summary>So many others changed the same thing at the same time that this change found no gap; trying again later helps.</summary>
internal class ContentionException(string message) : Exception(message);
