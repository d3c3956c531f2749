using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Caseward.Local.Hosting.Functions;

/// <summary>A binding as middleware sees it.</summary>
internal sealed class FunctionBinding(string name, string type, BindingDirection direction) : BindingMetadata
{
    public const string Http = "http";
    public const string Queue = "queue";

    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;

    /// <summary>The name that the host gives to a kind of binding.</summary>
    public static string TypeOf(BindingAttribute binding) => binding switch
    {
        HttpTriggerAttribute => "httpTrigger",
        QueueTriggerAttribute => "queueTrigger",
        TimerTriggerAttribute => "timerTrigger",
        OrchestrationTriggerAttribute => "orchestrationTrigger",
        ActivityTriggerAttribute => "activityTrigger",
        EntityTriggerAttribute => "entityTrigger",
        DurableClientAttribute => "durableClient",
        QueueOutputAttribute => Queue,
        HttpResultAttribute => Http,
        _ => throw new StartRefusedException($"The local runtime does not know the binding '{binding.GetType().Name}'."),
    };
}
