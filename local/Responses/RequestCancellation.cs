namespace Caseward.Local.Responses;

/// <summary>What a client of a service does with a request that is given up.</summary>
internal static class RequestCancellation
{
    /// <summary>Ends the request before it is sent.</summary>
    /// <exception cref="TaskCanceledException">It is given up.</exception>
    public static void Check(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            throw new TaskCanceledException(message: null, innerException: null, cancellationToken);
        }
    }
}
