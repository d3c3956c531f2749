using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Tracing;

/// <summary>The span of something that runs now. Whoever listens cannot disturb that: what a listener throws is logged, and the span is lost.</summary>
internal sealed class RunningSpan : IDisposable
{
    private readonly ILogger _log;

    private RunningSpan(Activity? activity, ILogger log)
    {
        Activity = activity;
        _log = log;
    }

    /// <summary>Null where nobody listens.</summary>
    public Activity? Activity { get; }

    public static RunningSpan Start(Func<Activity?> start, ILogger log)
    {
        try
        {
            return new RunningSpan(start(), log);
        }
        catch (Exception failure)
        {
            log.SpansLost(failure);
            return new RunningSpan(null, log);
        }
    }

    public void Dispose()
    {
        try
        {
            Activity?.Dispose();
        }
        catch (Exception failure)
        {
            _log.SpansLost(failure);
        }
    }
}
