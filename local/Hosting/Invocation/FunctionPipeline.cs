using Microsoft.Azure.Functions.Worker.Middleware;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>The application's middleware in the order in which it was added: the first is the outermost.</summary>
internal sealed class FunctionPipeline
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    /// <summary>Puts one around all the others.</summary>
    public void AddFirst(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Insert(0, middleware);

    /// <summary>The whole pipeline around its innermost part.</summary>
    public FunctionExecutionDelegate Build(FunctionExecutionDelegate innermost) =>
        Enumerable.Reverse(_middleware).Aggregate(innermost, (next, middleware) => middleware(next));
}
