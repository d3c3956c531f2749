using System.Reflection;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Caseward.Local.Hosting.Functions;

/// <summary>What fills a parameter.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Type">Its type.</param>
/// <param name="Binding">Its trigger or input binding; null when it is filled by type or by name.</param>
/// <param name="Converter">The converter that it, or its type, asks for.</param>
internal sealed record LocalParameter(string Name, Type Type, BindingAttribute? Binding, Type? Converter)
{
    /// <summary>The converter that a type asks for.</summary>
    public static Type? ConverterOf(Type type) => type.GetCustomAttribute<InputConverterAttribute>()?.ConverterType;
}
