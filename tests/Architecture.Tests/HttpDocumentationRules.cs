using System.Reflection;
using Caseward.App.Http;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Architecture.Tests;

/// <summary>The page about the HTTP interface knows every address and every code of the edge.</summary>
public sealed class HttpDocumentationRules
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "http-api.md"));

    [Fact]
    public void Every_address_is_described() =>
        Assert.All(AppFunctions.TriggeredBy<HttpTriggerAttribute>().Select(function => (HttpTriggerAttribute)function.Trigger), trigger =>
        {
            string route = trigger.Route!;
            bool isCommand = trigger.Methods!.Contains("post") && route.StartsWith("api/cases/{number}/", StringComparison.Ordinal);
            string mention = isCommand ? $"| `{route.Split('/')[^1]}` |" : $"/{route}";
            Assert.True(Page.Contains(mention, StringComparison.Ordinal), $"docs/http-api.md does not mention {mention}.");
        });

    [Fact]
    public void Every_code_of_the_edge_is_described() =>
        Assert.All(
            typeof(RequestCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!),
            code => Assert.True(Page.Contains($"`{code}`", StringComparison.Ordinal), $"docs/http-api.md does not mention {code}."));
}
