using System.Text.Json.Nodes;

namespace Caseward.App.Tests.Policy;

/// <summary>Documents to save; a test changes only what matters to it.</summary>
internal static class PolicyDocuments
{
    /// <summary>The document that ships with the app, to be changed.</summary>
    public static JsonObject Default()
    {
        using Stream resource = typeof(CasewardApp).Assembly.GetManifestResourceStream("default.policy.json")!;
        return JsonNode.Parse(resource)!.AsObject();
    }

    /// <summary>The same under another version.</summary>
    public static JsonObject Version(string version)
    {
        JsonObject document = Default();
        document["version"] = version;
        return document;
    }
}
