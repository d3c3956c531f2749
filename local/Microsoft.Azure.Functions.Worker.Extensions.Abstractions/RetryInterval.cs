using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A delay of a retry policy, as attributes write it.</summary>
internal static class RetryInterval
{
    /// <exception cref="ArgumentOutOfRangeException">It is none, or negative.</exception>
    public static TimeSpan Parse(string text, string parameter) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan interval) && interval >= TimeSpan.Zero
        ? interval
        : throw new ArgumentOutOfRangeException(parameter, text, "A delay is written as hh:mm:ss and is not negative.");
}
