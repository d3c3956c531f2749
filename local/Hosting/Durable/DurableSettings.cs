using System.Text.Json;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Settings;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;

namespace Caseward.Local.Hosting.Durable;

/// <summary>Reads the section <c>extensions.durableTask</c> of host.json, as far as it has a meaning on one machine.</summary>
internal static class DurableSettings
{
    private const int ShortestHub = 3;
    private const int LongestHub = 45;

    /// <summary>
    /// Looks at the task hub's name: on Azure the host would not start with one that Azure Storage does not take. It has no meaning here, so one
    /// that stands in a setting which nobody has made yet keeps nobody from starting.
    /// </summary>
    /// <exception cref="StartRefusedException">It is none that Azure Storage takes.</exception>
    public static void CheckHub(JsonElement section, IConfiguration settings)
    {
        const string Place = "host.json: extensions.durableTask.hubName";
        if (HostJson.Find(section, "hubName")?.GetString() is not { } text || (text is ['%', .., '%'] && settings[text[1..^1]] is null))
        {
            return;
        }

        string name = SettingText.Resolve(text, settings, Place);
        if (name.Length is < ShortestHub or > LongestHub || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            throw new StartRefusedException($"{Place} must be {ShortestHub} to {LongestHub} letters and digits that begin with a letter, not '{name}'{(text == name ? "" : $" ({text})")}.");
        }
    }

    /// <summary>The engine's settings with what host.json says put in.</summary>
    /// <exception cref="StartRefusedException">A value is not one that the extension knows.</exception>
    public static DurableEngineOptions Apply(JsonElement section, DurableEngineOptions options)
    {
        string? version = HostJson.Find(section, "defaultVersion")?.GetString();
        return options with
        {
            DefaultVersion = version ?? options.DefaultVersion,
            Versioning = version is null ? null : new DurableTaskWorkerOptions.VersioningOptions
            {
                Version = version,
                DefaultVersion = version,
                MatchStrategy = Choice(section, "versionMatchStrategy", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder),
                FailureStrategy = Choice(section, "versionFailureStrategy", DurableTaskWorkerOptions.VersionFailureStrategy.Reject),
            },
            MaxConcurrentActivities = Count(section, "maxConcurrentActivityFunctions") ?? options.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = Count(section, "maxConcurrentOrchestratorFunctions") ?? options.MaxConcurrentOrchestrations,
            ReplacesLiveInstances = Choice(section, "overridableExistingInstanceStates", OverridableStates.NonRunningStates) == OverridableStates.AnyState,
            ThrowOnUndeliverableEvent = HostJson.Find(section, "throwStatusExceptionsOnRaiseEvent")?.GetBoolean() ?? options.ThrowOnUndeliverableEvent,
        };
    }

    /// <summary>The extension's words.</summary>
    private enum OverridableStates
    {
        NonRunningStates,
        AnyState,
    }

    private static int? Count(JsonElement section, string name) => HostJson.Find(section, name)?.GetInt32() switch
    {
        null => null,
        > 0 and var count => count,
        var count => throw new StartRefusedException($"host.json: extensions.durableTask.{name} must be at least 1, not {count}."),
    };

    private static TChoice Choice<TChoice>(JsonElement section, string name, TChoice fallback)
        where TChoice : struct, Enum => HostJson.Find(section, name)?.GetString() switch
        {
            null => fallback,
            { } text when Enum.TryParse(text, ignoreCase: true, out TChoice choice) && Enum.IsDefined(choice) => choice,
            { } text => throw new StartRefusedException(
                $"host.json: extensions.durableTask.{name} must be one of {string.Join(", ", Enum.GetNames<TChoice>())}, not '{text}'."),
        };
}
