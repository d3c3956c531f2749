using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Puts what the function returns on a storage queue after it succeeded: text and bytes as they are, other objects as JSON, arrays
/// as one message each, null not at all.
/// </summary>
/// <param name="queueName">The queue, created when missing; <c>%NAME%</c> is read from the settings.</param>
public sealed class QueueOutputAttribute(string queueName) : OutputBindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }
}
