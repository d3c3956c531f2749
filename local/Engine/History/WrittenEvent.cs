namespace Caseward.Local.Engine.History;

/// <summary>An event together with its text, so that a large payload is put into words by whoever sends it and not by the one writer, for whom everybody waits.</summary>
internal sealed record WrittenEvent(HistoryEvent Event)
{
    public string Text { get; } = HistoryJson.Write(Event);
}
