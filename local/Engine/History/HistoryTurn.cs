namespace Caseward.Local.Engine.History;

/// <summary>
/// One turn of an execution, one row in the history: when it ran (the orchestrator's <c>CurrentUtcDateTime</c>), what it was told, what it
/// decided. Turn 0 holds only <see cref="ExecutionStarted"/>.
/// </summary>
internal sealed record HistoryTurn(DateTime At, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<HistoryEvent> Decisions);
