namespace Caseward.Local.Engine.Replay;

/// <summary>An event that an orchestrator waits for.</summary>
/// <param name="Name">The event's name, in one of the spellings that were used.</param>
/// <param name="Waiters">How many wait for one of that name each.</param>
internal sealed record EventWait(string Name, int Waiters);
