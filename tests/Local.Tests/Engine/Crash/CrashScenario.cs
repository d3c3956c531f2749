using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Engine.Crash;

/// <summary>
/// A small process that a test drives to its end, again and again from the beginning when the engine has died under it. Driving is written
/// as every client of an at-least-once system must be: starts are refused the second time, events carry an id.
/// </summary>
public sealed record CrashScenario(string Name, Action<DurableTaskRegistry, Effects> Register, Func<Driver, Task<string?>> DriveAsync, string Expected)
{
    public static readonly CrashScenario[] All =
    [
        .. ActivityScenarios.All, .. EventScenarios.All, .. ExecutionScenarios.All, .. FamilyScenarios.All, .. EntityScenarios.All, .. ManagementScenarios.All,
        .. UpheavalScenarios.All,
    ];

    public override string ToString() => Name;
}
