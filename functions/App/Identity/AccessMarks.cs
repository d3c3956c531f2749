using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Identity;

/// <summary>Finds the access mark that stands on a function's method.</summary>
internal sealed class AccessMarks
{
    private readonly ConcurrentDictionary<string, AccessMark> _marks = new(StringComparer.Ordinal);

    public AccessMark Of(FunctionDefinition function) => _marks.GetOrAdd(function.EntryPoint, Find);

    private static AccessMark Find(string entryPoint)
    {
        int dot = entryPoint.LastIndexOf('.');
        MethodInfo? method = typeof(AccessMarks).Assembly.GetType(entryPoint[..dot])?.GetMethod(
            entryPoint[(dot + 1)..], BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static);
        return new AccessMark(
            method?.GetCustomAttribute<OpenToAllAttribute>() is not null,
            method?.GetCustomAttribute<AllowedForAttribute>()?.Roles ?? Roles.None);
    }
}

/// <summary>Who may call a function.</summary>
/// <param name="OpenToAll">Everybody, known or not.</param>
/// <param name="Roles">Otherwise, whoever is one of these.</param>
internal readonly record struct AccessMark(bool OpenToAll, Roles Roles);
