namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function: what is run, why, and what belongs to it alone.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique for each invocation; a retry of the same work has another one.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id: the same over restarts as long as its name and entry point stay.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The W3C trace that this invocation continues.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows beside its payload.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which retry this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope, disposed when it ends.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function being run.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Whatever middleware and function hand to each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the pipeline attached to this invocation, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signalled when the caller went away or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
