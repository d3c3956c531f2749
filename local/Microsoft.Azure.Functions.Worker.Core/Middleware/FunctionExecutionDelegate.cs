namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline: the next middleware or, at its end, the function.</summary>
#pragma warning disable CA1711 // The name is the real package's.
public delegate Task FunctionExecutionDelegate(FunctionContext context);
#pragma warning restore CA1711
