using System.Text.RegularExpressions;

namespace Caseward.Local.Queues;

/// <summary>The service's rule for names of queues.</summary>
internal static partial class QueueName
{
    public static bool IsValid(string name) => name.Length is >= 3 and <= 63 && Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
