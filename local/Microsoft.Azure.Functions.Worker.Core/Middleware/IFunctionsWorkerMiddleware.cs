namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>
/// Runs around function invocations. Made once and used for every invocation, so it holds no state of one.
/// Around an orchestrator it must finish synchronously: replay allows no waiting outside the orchestration.
/// </summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation; without calling <paramref name="next"/> the function does not run.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
