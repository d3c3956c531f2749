using System.Reflection;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>Calls a function's method and waits for its result, whatever it returns.</summary>
internal sealed class MethodRunner
{
    private static readonly MethodInfo TaskResult = Own(nameof(AwaitTaskAsync));
    private static readonly MethodInfo ValueTaskResult = Own(nameof(AwaitValueTaskAsync));

    private readonly MethodInvoker _invoker;
    private readonly Func<object?, Task<object?>> _await;

    public MethodRunner(MethodInfo method)
    {
        _invoker = MethodInvoker.Create(method);
        _await = AwaiterFor(method.ReturnType);
    }

    /// <summary>Runs the method; what it throws, it throws.</summary>
    public Task<object?> RunAsync(object? instance, object?[] arguments) => _await(_invoker.Invoke(instance, arguments));

    private static Func<object?, Task<object?>> AwaiterFor(Type type)
    {
        if (type == typeof(Task))
        {
            return static async result =>
            {
                await (Task)result!;
                return null;
            };
        }

        if (type == typeof(ValueTask))
        {
            return static async result =>
            {
                await (ValueTask)result!;
                return null;
            };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } open && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            return (open == typeof(Task<>) ? TaskResult : ValueTaskResult)
                .MakeGenericMethod(type.GetGenericArguments())
                .CreateDelegate<Func<object?, Task<object?>>>();
        }

        return static result => Task.FromResult(result);
    }

    private static MethodInfo Own(string name) => typeof(MethodRunner).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static async Task<object?> AwaitTaskAsync<T>(object? result) => await (Task<T>)result!;

    private static async Task<object?> AwaitValueTaskAsync<T>(object? result) => await (ValueTask<T>)result!;
}
