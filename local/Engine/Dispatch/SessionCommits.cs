using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// What becomes of a session's work when its transaction is over. It is the same for turns of orchestrations and for batches of entities: a commit that failed has
/// not happened and is tried again after a wait that grows from failure to failure; one that succeeded has happened, whatever comes after it.
/// </summary>
/// <param name="database">The file.</param>
/// <param name="sessions">Where work is queued.</param>
/// <param name="time">Real time.</param>
/// <param name="log">Where complaints go that are about no session.</param>
internal sealed class SessionCommits(LocalDatabase database, SessionTable sessions, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly StorageComplaints _complaints = new(time);

    /// <summary>Puts back what a session's work had taken and queues it again after a while. Nobody waits along: the caller is free at once.</summary>
    /// <param name="session">The session, owned by the caller until now.</param>
    /// <param name="failure">Why it has not happened.</param>
    /// <param name="say">Logs the failure and the wait, unless that has been said lately.</param>
    /// <param name="stop">No more work is handed out.</param>
    public void Abandon(Session session, Exception failure, Action<Exception, TimeSpan> say, CancellationToken stop)
    {
        session.Return();
        if (stop.IsCancellationRequested)
        {
            return;
        }

        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Min(FirstWait.TotalMilliseconds * Math.Pow(2, session.Failures++), LongestWait.TotalMilliseconds));
        if (_complaints.Allow(failure))
        {
            say(failure, wait);
        }

        _ = RequeueAsync(session, wait, stop);
    }

    /// <summary>Passes a checkpoint after a commit. What a test throws there is logged and changes nothing.</summary>
    public void PassAfter(string place)
    {
        try
        {
            database.Checkpoints.Pass(place);
        }
        catch (Exception failure)
        {
            log.FailedAfterCommit(failure, place);
        }
    }

    /// <summary>Tells listeners to traces what has ended. They cannot stop a session.</summary>
    public void Tell(List<EndedSpan> spans)
    {
        try
        {
            spans.ForEach(span => span.Emit());
        }
        catch (Exception failure)
        {
            log.SpansLost(failure);
        }
    }

    private async Task RequeueAsync(Session session, TimeSpan wait, CancellationToken stop)
    {
        await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        sessions.Requeue(session);
    }
}
