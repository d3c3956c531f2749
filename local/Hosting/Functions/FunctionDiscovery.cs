using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Hosting.Functions;

/// <summary>Finds functions by reflection, and refuses what would not work on Azure either.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The types that may hold functions: those of the application's assembly and, as the real build does, of the assemblies that it
    /// references, as far as they use the worker themselves.
    /// </summary>
    public static IEnumerable<Type> TypesOf(Assembly application)
    {
        string worker = typeof(FunctionAttribute).Assembly.GetName().Name!;
        return application.GetReferencedAssemblies()
            .Where(name => !IsFramework(name) && name.Name != worker)
            .Select(Assembly.Load)
            .Where(assembly => Array.Exists(assembly.GetReferencedAssemblies(), name => name.Name == worker))
            .Prepend(application)
            .SelectMany(assembly => assembly.GetTypes());
    }

    /// <summary>The functions of those types, by name.</summary>
    /// <exception cref="StartRefusedException">A function is not valid, or two have the same name.</exception>
    public static ImmutableArray<LocalFunction> Find(IEnumerable<Type> types)
    {
        LocalFunction[] functions =
        [
            .. types.SelectMany(type => type.GetMethods(AllMethods))
                .Select(method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
                .Where(found => found.Attribute is not null)
                .Select(found => Describe(found.Method, found.Attribute!.Name))
                .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase),
        ];

        IGrouping<string, LocalFunction>? twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? [.. functions]
            : throw new StartRefusedException(
                $"Two functions are called '{twice.Key}': {string.Join(" and ", twice.Select(function => function.EntryPoint))}. Names must be unique, in any case.");
    }

    private static bool IsFramework(AssemblyName name) =>
        name.Name!.StartsWith("System", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.Name == "netstandard";

    private static LocalFunction Describe(MethodInfo method, string name)
    {
        string entryPoint = LocalFunction.EntryPointOf(method);
        if (!method.IsPublic)
        {
            throw new StartRefusedException($"The function '{name}' must be a public method, or the worker on Azure does not find it: {entryPoint}.");
        }

        if (method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        {
            throw new StartRefusedException($"The function '{name}' is async void, so nobody can wait for it: return a Task.");
        }

        ImmutableArray<LocalParameter> bindings = [.. method.GetParameters().Select(parameter => Describe(parameter, name))];
        LocalParameter[] triggers = [.. bindings.Where(parameter => parameter.Binding is TriggerBindingAttribute)];
        if (triggers.Length != 1)
        {
            throw new StartRefusedException($"The function '{name}' must have one parameter with a trigger, and has {triggers.Length}: {entryPoint}.");
        }

        ImmutableArray<FunctionOutput> outputs = FunctionOutputs.Find(method, triggers[0].Binding is HttpTriggerAttribute, name);
        return new LocalFunction(name, IdOf(name, entryPoint), method, bindings, outputs);
    }

    private static LocalParameter Describe(ParameterInfo parameter, string function)
    {
        BindingAttribute[] bindings = [.. parameter.GetCustomAttributes<BindingAttribute>()];
        if (bindings.Length > 1)
        {
            throw new StartRefusedException($"The parameter '{parameter.Name}' of the function '{function}' has more than one binding.");
        }

        Type type = parameter.ParameterType;
        if (bindings is [DurableClientAttribute] && type != typeof(DurableTaskClient))
        {
            throw new StartRefusedException($"The function '{function}' must take its durable client as DurableTaskClient, not {type.Name}.");
        }

        if (type == typeof(HttpContext))
        {
            throw new StartRefusedException(
                $"The function '{function}' takes an HttpContext, which the worker does not bind: take HttpRequest, or FunctionContext and its GetHttpContext().");
        }

        Type? converter = parameter.GetCustomAttribute<InputConverterAttribute>()?.ConverterType ?? LocalParameter.ConverterOf(type);
        return new LocalParameter(parameter.Name!, type, bindings.FirstOrDefault(), converter);
    }

    private static string IdOf(string name, string entryPoint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{entryPoint}")).AsSpan(0, 8));
}
