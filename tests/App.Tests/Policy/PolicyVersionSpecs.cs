using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Policy;

/// <summary>A system of its own for each test, and what managers do with versions of the policy there.</summary>
public abstract class PolicyVersionSpecs : IAsyncLifetime
{
    private protected CasewardHost Host { get; private set; } = null!;

    protected HttpClient Manager => Host.As("willem");

    public async ValueTask InitializeAsync() => Host = await CasewardHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static IEnumerable<string> Versions(Answered answer) => answer["items"].AsArray().Select(item => $"{item!["version"]} {item["state"]}");

    protected static JsonObject With34Days(string version)
    {
        JsonObject document = PolicyDocuments.Version(version);
        JsonNode row = document["promises"]!.AsArray().First(promise => (int)promise!["priority"]! == 4)!;
        row["resolution"] = new JsonObject { ["workingDays"] = 34 };
        return document;
    }

    protected Task<Answered> OpenCaseAsync() => Host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

    protected Task<Answered> SaveAsync(string version, JsonObject? document = null, string? key = null) => Manager.PostAsync(
        "/api/policy/versions",
        new JsonObject { ["document"] = document ?? PolicyDocuments.Version(version), ["reason"] = "The summer is over" },
        key is null ? [] : [("Idempotency-Key", key)]);

    protected Task<Answered> ReplaceAsync(string version, JsonObject document, string? etag) => Manager.SendAsync(
        HttpMethod.Put,
        $"/api/policy/versions/{version}",
        JsonContent.Create(new JsonObject { ["document"] = document.DeepClone(), ["reason"] = "Better" }),
        etag is null ? [] : [("If-Match", etag)]);

    protected Task<Answered> ActivateAsync(string version, string? from = null, string? key = null)
    {
        var body = new JsonObject { ["reason"] = "Because" };
        return Manager.PostAsync(
            $"/api/policy/versions/{version}/activation", from is null ? body : body.With("from", from), key is null ? [] : [("Idempotency-Key", key)]);
    }

    protected Task<Answered> WithdrawAsync(string version, string more = "") =>
        Manager.SendAsync(HttpMethod.Delete, $"/api/policy/versions/{version}/activation?reason=Not%20yet{more}", null);
}
