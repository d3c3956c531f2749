using System.Diagnostics;
using Caseward.Local.Hosting.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>One invocation. Its scope of services is made when first asked for and ends with the invocation.</summary>
internal sealed class LocalFunctionContext : FunctionContext, IAsyncDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly LocalFunction _function;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;

    public LocalFunctionContext(IServiceScopeFactory scopes, LocalFunction function, string invocationId, InvocationRequest request)
    {
        _scopes = scopes;
        _function = function;
        InvocationId = invocationId;
        CancellationToken = request.CancellationToken;
        BindingContext = new Bindings(request.Inputs);
        RetryContext = new Retries(request.RetryCount, function.Retry?.MaxRetryCount ?? 0);
        TraceContext = new Trace(Activity.Current);
        Features.Set(new InvocationBindings(request.Inputs));
    }

    public override string InvocationId { get; }

    public override string FunctionId => _function.Id;

    public override TraceContext TraceContext { get; }

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; }

    public override FunctionDefinition FunctionDefinition => _function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    public override IServiceProvider InstanceServices
    {
        get => _services ??= (_scope = _scopes.CreateAsyncScope()).Value.ServiceProvider;
        set => _services = value;
    }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? default;

    private sealed class Bindings(IReadOnlyDictionary<string, object?> inputs) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => inputs;
    }

    private sealed class Retries(int count, int most) : RetryContext
    {
        public override int RetryCount => count;

        public override int MaxRetryCount => most;
    }

    private sealed class Trace(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? "";

        public override string TraceState => activity?.TraceStateString ?? "";
    }
}
