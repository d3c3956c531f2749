using System.Globalization;

namespace Caseward.Local.Engine.Tracing;

/// <summary>An orchestrator's wait for an activity, as a span that is told of when the result is there.</summary>
/// <param name="Parent">Its <c>traceparent</c>: what the run of the activity is a child of.</param>
/// <param name="Began">When the activity was asked for, in real time.</param>
internal readonly record struct TaskTrace(string Parent, DateTime Began)
{
    private const int SpanAt = 36;
    private const int SpanLength = 16;

    public string SpanId => Parent.Substring(SpanAt, SpanLength);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for null.</summary>
    public static TaskTrace? Parse(string? text) => text?.Split(' ') is [var parent, var ticks]
        ? new TaskTrace(parent, new DateTime(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc))
        : null;

    /// <summary>The form in which it is kept beside the activity.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Parent} {Began.Ticks}");
}
