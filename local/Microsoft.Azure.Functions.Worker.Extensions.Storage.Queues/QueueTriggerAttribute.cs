using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Runs the function for each message of a storage queue, at least once. A failed message is delivered again until host.json's
/// <c>maxDequeueCount</c>, then copied to <c>{queue}-poison</c> as a new message.
/// </summary>
/// <param name="queueName">The queue; <c>%NAME%</c> is read from the settings.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }
}
