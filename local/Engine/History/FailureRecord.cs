using Microsoft.DurableTask;

namespace Caseward.Local.Engine.History;

/// <summary>
/// A failure as it is stored. Texts are bounded: an exception with a megabyte of message must not make every later replay of its
/// instance carry that megabyte.
/// </summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Where it was thrown.</param>
/// <param name="Inner">Its cause.</param>
/// <param name="NonRetriable">Whether another attempt is pointless: the task does not exist.</param>
internal sealed record FailureRecord(string Type, string Message, string? Stack, FailureRecord? Inner, bool NonRetriable = false)
{
    private const int MaxMessage = 64 * 1024;
    private const int MaxStack = 16 * 1024;
    private const int MaxDepth = 16;

    public static FailureRecord From(Exception exception) => exception is TaskFailedException failed
        ? new(typeof(TaskFailedException).FullName!, Cut(failed.Message, MaxMessage), CutStack(failed), From(failed.FailureDetails, MaxDepth))
        : From(exception, MaxDepth);

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), null);

    private static FailureRecord From(Exception exception, int depth) => new(
        exception.GetType().ToString(),
        Cut(exception.Message, MaxMessage),
        CutStack(exception),
        exception.InnerException is { } inner && depth > 0 ? From(inner, depth - 1) : null);

    private static FailureRecord? From(TaskFailureDetails? details, int depth) => details is null || depth == 0 ? null
        : new(details.ErrorType, details.ErrorMessage, details.StackTrace, From(details.InnerFailure, depth - 1));

    private static string? CutStack(Exception exception) => exception.StackTrace is { } stack ? Cut(stack, MaxStack) : null;

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length)}… ({text.Length - length} more characters)";
}
