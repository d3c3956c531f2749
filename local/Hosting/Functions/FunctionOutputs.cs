using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace Caseward.Local.Hosting.Functions;

/// <summary>Finds where a method's result goes.</summary>
internal static class FunctionOutputs
{
    /// <summary>
    /// An attribute on the method sends the result; attributes on the result's properties send those; without any, the result of
    /// an HTTP function is the answer. Beside other outputs, a property of the type of answers is one without an attribute.
    /// </summary>
    /// <exception cref="StartRefusedException">Method and properties both have outputs.</exception>
    public static ImmutableArray<FunctionOutput> Find(MethodInfo method, bool isHttp, string function)
    {
        OutputBindingAttribute? whole = method.GetCustomAttribute<OutputBindingAttribute>();
        ImmutableArray<FunctionOutput> properties =
        [
            .. ResultOf(method.ReturnType).GetProperties()
                .Select(property => (Property: property, Binding: property.GetCustomAttribute<OutputBindingAttribute>()))
                .Where(found => found.Binding is not null || IsAnswer(found.Property))
                .Select(found => new FunctionOutput(
                    found.Property.Name, found.Binding is null ? FunctionBinding.Http : FunctionBinding.TypeOf(found.Binding), found.Binding, found.Property)),
        ];

        bool IsAnswer(PropertyInfo property) => isHttp && typeof(HttpResponseData).IsAssignableFrom(property.PropertyType);

        if (whole is not null)
        {
            return properties.IsEmpty
                ? [new FunctionOutput(FunctionOutput.Return, FunctionBinding.TypeOf(whole), whole, Property: null)]
                : throw new StartRefusedException($"The function '{function}' has outputs on its method and on its result's properties; use one or the other.");
        }

        return properties.IsEmpty && isHttp
            ? [new FunctionOutput(FunctionOutput.Return, FunctionBinding.Http, Binding: null, Property: null)]
            : properties;
    }

    private static Type ResultOf(Type declared) =>
        declared.IsGenericType && (declared.GetGenericTypeDefinition() == typeof(Task<>) || declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? declared.GetGenericArguments()[0]
            : declared;
}
