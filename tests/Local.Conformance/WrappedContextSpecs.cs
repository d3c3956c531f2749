using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Caseward.Conformance;

/// <summary>Contexts that applications wrap around the one they are given, and the loggers they hand on.</summary>
public sealed class WrappedContextSpecs : Spec
{
    [Fact]
    [Trait("Counts", "runs")]
    [Trait("Since", "1.23")]
    public async Task A_wrapper_logs_through_the_context_inside_of_it_and_only_once()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Log", async context =>
            {
                var outer = new Wrapper(new Wrapper(context));
                outer.CreateReplaySafeLogger("Story").LogInformation("before");
                await context.CallActivityAsync("Work");
                outer.ReplaySafeLoggerFactory.CreateLogger("Story").LogInformation("after");
            })
            .AddActivityFunc("Work", _ => { }));

        await RunAsync<object>("Log");

        Assert.Equal(["before", "after"], Logs.Of("Story").Select(line => line.Text));
    }

    [Fact]
    [Trait("Since", "1.23")]
    public void A_wrapper_whose_loggers_lead_back_to_itself_is_refused()
    {
        var lost = new Wrapper(inner: null);

        Assert.Throws<InvalidOperationException>(() => lost.ReplaySafeLoggerFactory.CreateLogger("Story"));
        Assert.Throws<InvalidOperationException>(() => lost.CreateReplaySafeLogger("Story"));
    }

    private sealed class Wrapper(TaskOrchestrationContext? inner) : TaskOrchestrationContext
    {
        public override TaskName Name => Inner.Name;

        public override string InstanceId => Inner.InstanceId;

        public override ParentOrchestrationInstance? Parent => Inner.Parent;

        public override DateTime CurrentUtcDateTime => Inner.CurrentUtcDateTime;

        public override bool IsReplaying => Inner.IsReplaying;

        protected override ILoggerFactory LoggerFactory => (inner ?? this).ReplaySafeLoggerFactory;

        private TaskOrchestrationContext Inner => inner ?? throw new NotSupportedException("Nothing is inside.");

        public override T? GetInput<T>()
            where T : default => Inner.GetInput<T>();

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            Inner.CallActivityAsync<TResult>(name, input, options);

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Inner.CreateTimer(fireAt, cancellationToken);

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
            Inner.WaitForExternalEvent<T>(eventName, cancellationToken);

        public override void SendEvent(string instanceId, string eventName, object payload) => Inner.SendEvent(instanceId, eventName, payload);

        public override void SetCustomStatus(object? customStatus) => Inner.SetCustomStatus(customStatus);

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
            Inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options);

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
            Inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

        public override Guid NewGuid() => Inner.NewGuid();
    }
}
