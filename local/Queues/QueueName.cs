using System.Text.RegularExpressions;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Caseward.Local.Queues;

/// <summary>The service's rule for names of queues, and how the attributes of functions name one.</summary>
internal static partial class QueueName
{
    public static bool IsValid(string name) => name.Length is >= 3 and <= 63 && Pattern().IsMatch(name);

    /// <summary>The queue that an attribute names: settings are put in, and capitals become small letters, as the real extension has it.</summary>
    /// <exception cref="StartRefusedException">A setting is missing.</exception>
    public static string Of(string text, IConfiguration settings, string usedBy)
    {
#pragma warning disable CA1308 // The service knows lower case only.
        return SettingText.Resolve(text, settings, usedBy).ToLowerInvariant();
#pragma warning restore CA1308
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
