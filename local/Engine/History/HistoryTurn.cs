namespace Caseward.Local.Engine.History;

/// <summary>
/// One turn of an execution, one row in the history: when it ran (the orchestrator's <c>CurrentUtcDateTime</c>), what it was told, what it
/// decided. Turn 0 never ran: it holds <see cref="ExecutionStarted"/> and the
/// events that the last execution handed on, which turn 1 plays.
/// </summary>
internal sealed record HistoryTurn(DateTime At, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<HistoryEvent> Decisions);
