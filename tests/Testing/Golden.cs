using System.Runtime.CompilerServices;

namespace Caseward.Testing;

/// <summary>
/// Compares what a test made with a file beside it, <c>Golden/{class}.{method}.{variant}.txt</c>. <c>UPDATE_GOLDEN=1 dotnet test</c>
/// writes the files anew; look at the difference before you commit it. A file that is missing is written, except under <c>CI=true</c>.
/// </summary>
public static class Golden
{
    /// <summary>Fails when the text is not what the file says.</summary>
    /// <param name="actual">What the test made.</param>
    /// <param name="variant">Tells the files of one test apart.</param>
    /// <param name="testFile">Filled in by the compiler.</param>
    /// <param name="testMethod">Filled in by the compiler.</param>
    /// <exception cref="GoldenMismatchException">It differs, or there is nothing to compare with.</exception>
    public static void Verify(string actual, string? variant = null, [CallerFilePath] string testFile = "", [CallerMemberName] string testMethod = "")
    {
        ArgumentNullException.ThrowIfNull(actual);
        string name = string.Join('.', new[] { Path.GetFileNameWithoutExtension(testFile), testMethod, variant }.OfType<string>());
        string file = Path.Combine(Path.GetDirectoryName(OnThisMachine(testFile))!, "Golden", $"{name}.txt");
        string made = actual.ReplaceLineEndings("\n");
        bool exists = File.Exists(file);
        if (IsSet("UPDATE_GOLDEN") || (!exists && !IsSet("CI")))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, made);
            return;
        }

        if (!exists)
        {
            throw new GoldenMismatchException($"There is no golden file {file}. Run the test once on your machine and commit the file.");
        }

        string expected = File.ReadAllText(file).ReplaceLineEndings("\n");
        if (expected != made)
        {
            throw new GoldenMismatchException($"{Path.GetFileName(file)} differs from what the test made, first in {FirstDifference(expected, made)}\nIf that is meant: UPDATE_GOLDEN=1 dotnet test");
        }
    }

    /// <summary>Where a test's source file is; a deterministic build writes "/_/" for the folder that the sources are in.</summary>
    /// <param name="testFile">As the compiler filled it in.</param>
    /// <exception cref="GoldenMismatchException">The tests run outside of the repository.</exception>
    public static string OnThisMachine(string testFile)
    {
        ArgumentNullException.ThrowIfNull(testFile);
        if (!testFile.StartsWith("/_/", StringComparison.Ordinal))
        {
            return testFile;
        }

        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Caseward.slnx")))
        {
            root = Path.GetDirectoryName(root);
        }

        return Path.Combine(root ?? throw new GoldenMismatchException("The tests run outside of the repository, so there are no golden files."), testFile[3..]);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is "1" or "true";

    private static string FirstDifference(string expected, string made)
    {
        string[] left = expected.Split('\n');
        string[] right = made.Split('\n');
        int line = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return $"line {line + 1}:\n  expected: {left.ElementAtOrDefault(line) ?? "(nothing)"}\n  made:     {right.ElementAtOrDefault(line) ?? "(nothing)"}";
    }
}

/// <summary>What a test made is not what its golden file says.</summary>
public sealed class GoldenMismatchException(string message) : Exception(message);
