using System.Reflection;
using Caseward.App;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Architecture.Tests;

/// <summary>The functions of the application.</summary>
internal static class AppFunctions
{
    public static IReadOnlyList<AppFunction> All { get; } =
    [
        .. typeof(CasewardApp).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .Select(method => new AppFunction(method.GetCustomAttribute<FunctionAttribute>()!.Name, method))
            .OrderBy(function => function.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<AppFunction> TriggeredBy<T>()
        where T : Attribute => All.Where(function => function.Trigger is T);
}

/// <summary>One function.</summary>
internal sealed record AppFunction(string Name, MethodInfo Method)
{
    public Attribute Trigger => Method.GetParameters()
        .SelectMany(parameter => parameter.GetCustomAttributes())
        .Single(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));

    /// <summary>What starts it, such as <c>Http</c>.</summary>
    public string Kind => Trigger.GetType().Name.Replace("TriggerAttribute", "");

    /// <summary>How its trigger is written down.</summary>
    public CustomAttributeData TriggerAsWritten =>
        Method.GetParameters().SelectMany(parameter => parameter.CustomAttributes).Single(attribute => attribute.AttributeType == Trigger.GetType());
}
