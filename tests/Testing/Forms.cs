using System.Text.Json.Nodes;

namespace Caseward.Testing;

/// <summary>Valid requests; a test changes only what matters to it.</summary>
public static class Forms
{
    /// <summary>A case as an agent types it in.</summary>
    public static JsonObject Case() => new()
    {
        ["subject"] = "The mobility scooter does not charge",
        ["description"] = "Since yesterday the light stays red.",
        ["priority"] = 4,
        ["department"] = "werkplaats",
        ["contact"] = new JsonObject { ["name"] = "Jan Jansen", ["email"] = "jan@example.com", ["phone"] = "0612345678" },
    };

    /// <summary>A case as a customer types it in.</summary>
    public static JsonObject PortalCase() => new()
    {
        ["subject"] = "My invoice is wrong",
        ["description"] = "It has the same line twice.",
        ["priority"] = 3,
        ["department"] = "billing",
        ["contact"] = new JsonObject { ["name"] = "Jan Jansen" },
    };

    /// <summary>The same form with something changed.</summary>
    public static JsonObject With(this JsonObject form, string name, JsonNode? value)
    {
        form[name] = value;
        return form;
    }

    public static JsonObject Without(this JsonObject form, string name)
    {
        form.Remove(name);
        return form;
    }
}
