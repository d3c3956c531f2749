using System.Text.Json;

namespace Caseward.Local.Hosting.Settings;

/// <summary>Reads the files that people write by hand, as the real tools do: with comments, trailing commas and a byte order mark.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="JsonException">The file is no JSON.</exception>
    public static JsonDocument Parse(string path) => JsonDocument.Parse(File.ReadAllText(path), Lenient);
}
