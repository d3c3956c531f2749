namespace Caseward.Local.Hosting.Settings;

/// <summary>Where the project's files are.</summary>
/// <param name="Path">The folder of host.json and local.settings.json.</param>
/// <param name="DataPath">The folder below which the local runtime keeps its data.</param>
internal sealed record ProjectFolder(string Path, string DataPath)
{
    public const string HostJson = "host.json";
    public const string LocalSettings = "local.settings.json";

    /// <summary>The folder that the setting <c>Root</c> names.</summary>
    /// <exception cref="StartRefusedException">There is none.</exception>
    public static ProjectFolder Of(string root)
    {
        string full = System.IO.Path.GetFullPath(root);
        return Directory.Exists(full)
            ? new ProjectFolder(full, full)
            : throw new StartRefusedException($"{LocalOptions.Section}:{nameof(LocalOptions.Root)} must name a folder that exists, not '{root}'.");
    }

    /// <summary>
    /// Looks as Core Tools does: upwards from the current folder to the first one that holds host.json or local.settings.json, and
    /// expects both there. Without any, the copy beside the built application serves, and data stays below the current folder.
    /// </summary>
    /// <param name="current">The current folder.</param>
    /// <param name="built">The folder of the built application.</param>
    public static ProjectFolder Find(string current, string built)
    {
        for (DirectoryInfo? folder = new(current); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, HostJson)) || File.Exists(System.IO.Path.Combine(folder.FullName, LocalSettings)))
            {
                return new ProjectFolder(folder.FullName, folder.FullName);
            }
        }

        return new ProjectFolder(built, current);
    }
}
