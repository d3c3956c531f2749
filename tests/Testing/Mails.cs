using System.Text.Json.Nodes;

namespace Caseward.Testing;

/// <summary>Mails as they lie on the queue: the message resource of Microsoft Graph.</summary>
public static class Mails
{
    public static JsonObject Mail(string subject = "My invoice is wrong", string body = "It has the same line twice.", string? id = null) => new()
    {
        ["id"] = "AAMkAGI2TG93AAA=",
        ["internetMessageId"] = id ?? $"<{Guid.NewGuid():N}@example.com>",
        ["subject"] = subject,
        ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = body },
        ["from"] = Party("Jan Jansen", "jan@example.com"),
        ["sender"] = Party("Jan Jansen", "jan@example.com"),
        ["toRecipients"] = new JsonArray(Party("Billing", "billing@caseward.example")),
        ["ccRecipients"] = new JsonArray(),
        ["receivedDateTime"] = "2024-08-12T08:29:00Z",
        ["isRead"] = false,
        ["internetMessageHeaders"] = new JsonArray(Header("MIME-Version", "1.0")),
    };

    public static JsonObject WithHeader(this JsonObject mail, string name, string value)
    {
        mail["internetMessageHeaders"]!.AsArray().Add((JsonNode)Header(name, value));
        return mail;
    }

    public static JsonObject WithHtml(this JsonObject mail, string html)
    {
        mail["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html };
        return mail;
    }

    public static JsonObject From(this JsonObject mail, string? name, string? address)
    {
        mail["from"] = Party(name, address);
        mail["sender"] = Party(name, address);
        return mail;
    }

    public static JsonObject To(this JsonObject mail, params string[] addresses)
    {
        mail["toRecipients"] = new JsonArray([.. addresses.Select(address => (JsonNode)Party(null, address))]);
        return mail;
    }

    private static JsonObject Party(string? name, string? address) =>
        new() { ["emailAddress"] = new JsonObject { ["name"] = name, ["address"] = address } };

    private static JsonObject Header(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
