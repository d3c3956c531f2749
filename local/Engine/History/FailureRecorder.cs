using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Caseward.Local.Engine.History;

/// <summary>
/// Makes records of exceptions. Texts are bounded: an exception with a megabyte of message must not make every later replay of its
/// instance carry that megabyte.
/// </summary>
internal sealed class FailureRecorder(IExceptionPropertiesProvider? properties)
{
    private const int MaxMessage = 64 * 1024;
    private const int MaxStack = 16 * 1024;
    private const int MaxDepth = 16;

    public FailureRecord Record(Exception exception) => exception is TaskFailedException failed
        ? new(
            typeof(TaskFailedException).FullName!,
            Cut(failed.Message, MaxMessage),
            CutStack(failed),
            Copy(failed.FailureDetails, MaxDepth),
            Properties: FailureProperties.Write(failed.FailureDetails?.Properties))
        : Record(exception, MaxDepth);

    private static FailureRecord? Copy(TaskFailureDetails? details, int depth) => details is null || depth == 0 ? null
        : new(details.ErrorType, details.ErrorMessage, details.StackTrace, Copy(details.InnerFailure, depth - 1), Properties: FailureProperties.Write(details.Properties));

    private static string? CutStack(Exception exception) => exception.StackTrace is { } stack ? Cut(stack, MaxStack) : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length)}… ({text.Length - length} more characters)";

    private FailureRecord Record(Exception exception, int depth) => new(
        exception.GetType().ToString(),
        Cut(exception.Message, MaxMessage),
        CutStack(exception),
        exception.InnerException is { } inner && depth > 0 ? Record(inner, depth - 1) : null,
        Properties: PropertiesOf(exception));

    private JsonObject? PropertiesOf(Exception exception)
    {
        try
        {
            return FailureProperties.Write(properties?.GetExceptionProperties(exception));
        }
#pragma warning disable CA1031 // Whoever has nothing to say about a failure must not hide it: what cannot be recorded would run again, for ever.
        catch (Exception)
        {
            return null;
        }
#pragma warning restore CA1031
    }
}
