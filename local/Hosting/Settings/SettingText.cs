using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Caseward.Local.Hosting.Settings;

/// <summary>Texts in attributes and host.json in which <c>%NAME%</c> stands for a setting.</summary>
internal static partial class SettingText
{
    /// <summary>The text with its settings put in.</summary>
    /// <param name="text">The text.</param>
    /// <param name="settings">Where settings come from.</param>
    /// <param name="usedBy">For the message: what the text belongs to.</param>
    /// <exception cref="StartRefusedException">A setting is missing.</exception>
    public static string Resolve(string text, IConfiguration settings, string usedBy) =>
        TryResolve(text, settings, out string? missing)
            ?? throw new StartRefusedException($"{usedBy} needs the setting '{missing}', which neither local.settings.json nor the environment has.");

    /// <summary>The text with its settings put in; null when one is missing.</summary>
    public static string? TryResolve(string text, IConfiguration settings, out string? missing)
    {
        string? absent = null;
        string resolved = Placeholder().Replace(text, match =>
        {
            string? value = settings[match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)];
            absent ??= value is null ? match.Groups["name"].Value : null;
            return value ?? "";
        });
        missing = absent;
        return absent is null ? resolved : null;
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
