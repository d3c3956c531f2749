namespace Caseward.Local.Engine.Dispatch;

/// <summary>
/// An activity ended early because the process stops. That is no result: the activity counts as not run, and runs again at the next start.
/// </summary>
#pragma warning disable CA1032, CA1064 // Thrown and caught inside the runtime only.
internal sealed class ActivityAbandonedException(Exception cause) : Exception("The activity was told to end, because the process stops.", cause);
#pragma warning restore CA1032, CA1064
