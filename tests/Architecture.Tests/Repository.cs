using System.Runtime.CompilerServices;

namespace Caseward.Architecture.Tests;

/// <summary>The source files, found from where this file was compiled.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The C# files under a folder of the repository, by path relative to the root.</summary>
    public static IReadOnlyDictionary<string, string> SourcesUnder(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Root, file).Replace('\\', '/'), File: file))
            .Where(found => !found.Name.Contains("/obj/") && !found.Name.Contains("/bin/"))
            .ToDictionary(found => found.Name, found => File.ReadAllText(found.File));

    private static string Find([CallerFilePath] string here = "")
    {
        for (DirectoryInfo? folder = new FileInfo(here).Directory; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Caseward.slnx")))
            {
                return folder.FullName;
            }
        }

        // A deterministic build hides the path of the sources; the output lies below the root as well.
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Caseward.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The repository's root is not above the tests.");
    }
}
