using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Caseward.Contract.Tests;

/// <summary>Renders the public surface of a type, one line for the type and one for each member, in the words of the listings.</summary>
internal static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        string name = NullableTypes.Render(type);
        bool annotate = !name.StartsWith("Azure.", StringComparison.Ordinal);
        yield return $"{name} :: {DescribeType(type, name, annotate)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield break;
        }

        foreach ((string member, _) in Members(type, annotate))
        {
            yield return $"{name} .. {member}";
        }
    }

    /// <summary>What is declared obsolete of a type, and why, by the lines of the listings.</summary>
    public static IEnumerable<(string Line, string? Why)> ObsoleteOf(Type type)
    {
        string name = NullableTypes.Render(type);
        bool annotate = !name.StartsWith("Azure.", StringComparison.Ordinal);
        IEnumerable<(string Line, MemberInfo Member)> all = typeof(Delegate).IsAssignableFrom(type) ? []
            : Members(type, annotate).Select(each => ($"{name} .. {each.Text}", each.Member));
        return all.Prepend(($"{name} :: {DescribeType(type, name, annotate)}", type))
            .Where(each => each.Item2.GetCustomAttribute<ObsoleteAttribute>() is not null)
            .Select(each => (each.Item1, each.Item2.GetCustomAttribute<ObsoleteAttribute>()!.Message));
    }

    /// <summary>How an attribute may be used, in the listings' words; null when it does not say.</summary>
    public static string? UsageOf(Type type)
    {
        CustomAttributeData? usage = type.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(AttributeUsageAttribute));
        return usage is null ? null : $"System.AttributeTargets.{(AttributeTargets)(int)usage.ConstructorArguments[0].Value!}"
            + string.Concat(usage.NamedArguments.Select(argument => $", {argument.MemberName} = {Literal(argument.TypedValue.Value, typeof(bool))}"));
    }

    private static string DescribeType(Type type, string name, bool annotate)
    {
        if (type.IsEnum)
        {
            return $"public enum {name} : {NullableTypes.Render(Enum.GetUnderlyingType(type))}";
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"public delegate {Result(invoke, annotate)} {name}({Parameters(invoke, annotate)})";
        }

        string kind = type.IsInterface ? "interface"
            : type.IsValueType ? (IsRecordStruct(type) ? "record struct" : IsReadOnly(type) ? "readonly struct" : "struct")
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class");
        IEnumerable<Type> interfaces = type.GetInterfaces().Where(implemented => implemented.IsVisible);
        string[] bases =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [NullableTypes.Render(parent)] : Array.Empty<string>(),
            .. interfaces.Select(NullableTypes.Render).Order(StringComparer.Ordinal),
        ];
        return $"public {kind} {name}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static IEnumerable<(string Text, MemberInfo Member)> Members(Type type, bool annotate)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => ($"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}", (MemberInfo)field));
        }

        return type.GetConstructors(Declared).Where(constructor => !constructor.IsStatic && IsVisible(constructor))
            .Select(constructor => ($"{Access(constructor)} ctor({Parameters(constructor, annotate)})", (MemberInfo)constructor))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible))
                .Select(property => (Describe(property, annotate), (MemberInfo)property)))
            .Concat(type.GetMethods(Declared).Where(IsOrdinary).Select(method => (Describe(method, annotate), (MemberInfo)method)))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => (Describe(field, annotate), (MemberInfo)field)))
            .Concat(type.GetEvents(Declared).Where(declared => IsVisible(declared.AddMethod!))
                .Select(declared => ($"{Access(declared.AddMethod!)} event {NullableTypes.Render(declared.EventHandlerType!)} {declared.Name}", (MemberInfo)declared)));
    }

    private static bool IsOrdinary(MethodInfo method) =>
        IsVisible(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<', StringComparison.Ordinal);

    private static string Describe(PropertyInfo property, bool annotate)
    {
        MethodInfo most = property.GetAccessors(nonPublic: true).Where(IsVisible).OrderByDescending(accessor => accessor.IsPublic).First();
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(parameter => Parameter(parameter, property, annotate)))}]";
        string type = NullableTypes.Render(property.PropertyType, property.CustomAttributes, property, annotate);
        string get = property.GetMethod is { } getter && IsVisible(getter) ? $" {Narrower(getter, most)}get;" : "";
        string set = property.SetMethod is { } setter && IsVisible(setter) ? $" {Narrower(setter, most)}{(IsInit(setter) ? "init" : "set")};" : "";
        return $"{Access(most)} {Modifiers(most)}{type} {name} {{{get}{set} }}";
    }

    private static string Describe(MethodInfo method, bool annotate)
    {
        Type[] generics = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        string arguments = generics.Length > 0 ? $"<{string.Join(", ", generics.Select(generic => generic.Name))}>" : "";
        return $"{Access(method)} {Modifiers(method)}{Result(method, annotate)} {method.Name}{arguments}({Parameters(method, annotate)}){string.Concat(generics.Select(Constraints))}";
    }

    private static string Describe(FieldInfo field, bool annotate)
    {
        string modifiers = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : "";
        return $"{(field.IsPublic ? "public" : "protected")} {modifiers}{NullableTypes.Render(field.FieldType, field.CustomAttributes, field, annotate)} {field.Name}{value}";
    }

    private static string Result(MethodInfo method, bool annotate) =>
        NullableTypes.Render(method.ReturnType, method.ReturnParameter.CustomAttributes, method, annotate);

    private static string Parameters(MethodBase method, bool annotate)
    {
        string extended = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extended + string.Join(", ", method.GetParameters().Select(parameter => Parameter(parameter, method, annotate)));
    }

    private static string Parameter(ParameterInfo parameter, MemberInfo member, bool annotate)
    {
        string passing = parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ")
            : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {Default(parameter)}" : "";
        return $"{passing}{NullableTypes.Render(parameter.ParameterType, parameter.CustomAttributes, member, annotate)} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.RawDefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? "default"
            : Literal(parameter.RawDefaultValue, parameter.ParameterType);

    private static string Literal(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => "null",
            _ when plain.IsEnum => $"{NullableTypes.Render(plain)}.{Enum.ToObject(plain, value)}",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text}\"",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string Constraints(Type generic)
    {
        GenericParameterAttributes special = generic.GenericParameterAttributes;
        string[] all =
        [
            .. special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. generic.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(NullableTypes.Render),
            .. special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return all.Length > 0 ? $" where {generic.Name} : {string.Join(", ", all)}" : "";
    }

    private static string Modifiers(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? ""
        : method.IsStatic ? "static "
        : method.IsAbstract ? (method.GetBaseDefinition() == method ? "abstract " : "abstract override ")
        : method.GetBaseDefinition() != method ? (method.IsFinal ? "sealed override " : "override ")
        : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Access(MethodBase method) => method.IsPublic ? "public" : "protected";

    private static string Narrower(MethodInfo accessor, MethodInfo most) => most.IsPublic && !accessor.IsPublic ? "protected " : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static bool IsRecordStruct(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);
}
