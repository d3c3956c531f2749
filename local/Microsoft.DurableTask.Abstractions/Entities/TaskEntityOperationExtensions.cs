using System.Reflection;

namespace Microsoft.DurableTask.Entities;

/// <summary>Finds the method of an object that an operation means, and calls it.</summary>
public static class TaskEntityOperationExtensions
{
    /// <summary>Calls the public method with the operation's name, whatever its case.</summary>
    /// <exception cref="AmbiguousMatchException">There is more than one.</exception>
    /// <exception cref="InvalidOperationException">Its parameters are more than a context and an input, or it needs an input and there is none.</exception>
    internal static bool TryDispatch(this TaskEntityOperation operation, object target, out object? result, out Type returnType)
    {
        MethodInfo? method = target.GetType().GetMethod(operation.Name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        result = method?.Invoke(target, BindingFlags.DoNotWrapExceptions, binder: null, Bind(operation, method), culture: null);
        returnType = method?.ReturnType ?? typeof(void);
        return method is not null;
    }

    private static object?[] Bind(TaskEntityOperation operation, MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        Refuse(operation, method, "context", [.. parameters.Where(IsContext)]);
        Refuse(operation, method, "input", [.. parameters.Where(parameter => !IsContext(parameter))]);
        return [.. parameters.Select(parameter => IsContext(parameter) ? operation.Context : InputFor(operation, method, parameter))];
    }

    private static bool IsContext(ParameterInfo parameter) => parameter.ParameterType == typeof(TaskEntityContext);

    private static void Refuse(TaskEntityOperation operation, MethodInfo method, string what, ParameterInfo[] parameters)
    {
        if (parameters.Length > 1)
        {
            throw new InvalidOperationException(
                $"The operation '{operation}' cannot be given to '{method}': its {what} would go to '{parameters[0]}' and to '{parameters[1]}', and only one of them can have it.");
        }
    }

    private static object? InputFor(TaskEntityOperation operation, MethodInfo method, ParameterInfo parameter) =>
        operation.HasInput ? operation.GetInput(parameter.ParameterType)
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : throw new InvalidOperationException($"The operation '{operation}' cannot be given to '{method}': '{parameter}' expected an input value, and the sender gave none.");
}
