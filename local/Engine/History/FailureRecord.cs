using System.Text.Json.Nodes;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.History;

/// <summary>A failure as it is stored.</summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Where it was thrown.</param>
/// <param name="Inner">Its cause.</param>
/// <param name="NonRetriable">Whether another attempt is pointless: the task does not exist.</param>
/// <param name="Properties">What the application asked to keep besides.</param>
internal sealed record FailureRecord(
    string Type, string Message, string? Stack = null, FailureRecord? Inner = null, bool NonRetriable = false, JsonObject? Properties = null)
{
    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), FailureProperties.Read(Properties));
}
