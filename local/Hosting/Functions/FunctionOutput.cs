using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Caseward.Local.Hosting.Functions;

/// <summary>Where a result, or one of its properties, goes.</summary>
/// <param name="Name">The property; <see cref="Return"/> for the result itself.</param>
/// <param name="BindingType">For example <c>queue</c>.</param>
/// <param name="Binding">The attribute; null for the plain answer to a request.</param>
/// <param name="Property">The property; null for the result itself.</param>
internal sealed record FunctionOutput(string Name, string BindingType, OutputBindingAttribute? Binding, PropertyInfo? Property)
{
    public const string Return = "$return";
}
