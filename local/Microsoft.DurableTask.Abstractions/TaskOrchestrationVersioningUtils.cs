namespace Microsoft.DurableTask.Abstractions;

/// <summary>The order of orchestration versions.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>
    /// Compares two versions: no version is older than any; two that read as <see cref="Version"/> compare as such; anything else
    /// compares as text without regard to case.
    /// </summary>
    /// <returns>Negative when <paramref name="sourceVersion"/> is older, zero when equal, positive when newer.</returns>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        bool sourceBlank = string.IsNullOrWhiteSpace(sourceVersion);
        bool otherBlank = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceBlank || otherBlank)
        {
            return otherBlank.CompareTo(sourceBlank);
        }

        return Version.TryParse(sourceVersion, out Version? source) && Version.TryParse(otherVersion, out Version? other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
