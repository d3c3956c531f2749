using System.Net;
using Caseward.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Tests.Hosting;

/// <summary>Which requests a route takes, and what it makes of their paths.</summary>
public sealed class RouteTests
{
    [Theory]
    [InlineData("/api/optional", "none")]
    [InlineData("/api/optional/", "none")]
    [InlineData("/api/optional/7", "7")]
    [InlineData("/API/Optional/AbC", "AbC")]
    [InlineData("/api/optional/a%20b", "a b")]
    [InlineData("/api/optional/%C3%BC", "ü")]
    [InlineData("/api/defaulted", "1")]
    [InlineData("/api/defaulted/3", "3")]
    [InlineData("/api/files", "root")]
    [InlineData("/api/files/a", "a")]
    [InlineData("/api/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("/api/files/a?path=elsewhere", "a")]
    [InlineData("/api/ranged/abc/9/2026-02-03", "abc 9 2026-02-03")]
    public async Task A_path_is_taken_apart(string path, string expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        Assert.Equal(expected, await app.Http.GetStringAsync(path));
    }

    [Theory]
    [InlineData("/api/ranged/ab/9/2026-02-03", "a text of another length")]
    [InlineData("/api/ranged/abc/10/2026-02-03", "a number outside of its range")]
    [InlineData("/api/ranged/abc/9/soon", "no date")]
    [InlineData("/api/ranged/abc/9", "a segment too few")]
    [InlineData("/api/optional/1/2", "a segment too many")]
    [InlineData("/optional/1", "no prefix")]
    public async Task A_path_that_the_route_s_constraints_do_not_let_through_is_not_found(string path, string why)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        Assert.True((await app.Http.GetAsync(path)).StatusCode == HttpStatusCode.NotFound, why);
    }

    [Theory]
    [InlineData("/api/items/special", "literal")]
    [InlineData("/api/items/12", "number")]
    [InlineData("/api/items/other", "any")]
    [InlineData("/api/items/other/deep", "rest")]
    public async Task The_more_exact_of_two_routes_answers(string path, string expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(Overlapping));

        Assert.Equal(expected, await app.Http.GetStringAsync(path));
    }

    [Theory]
    [InlineData(typeof(UnknownConstraint), "the function 'Unknown' is not valid: there is no constraint 'colour'")]
    [InlineData(typeof(WrongConstraint), "the function 'Wrong' is not valid: there is no constraint 'range(one)'")]
    public async Task A_constraint_that_does_not_exist_is_refused_at_start(Type functions, string reason)
    {
        await using TestApp app = TestApp.Of(functions);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_route_is_none_so_the_function_s_name_stands_for_it_and_a_slash_is_the_root()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(Rootless));

        Assert.Equal("empty", await app.Http.GetStringAsync("/api/Nameless"));
        Assert.Equal("slash", await app.Http.GetStringAsync("/api/"));
    }

    private static class Rootless
    {
        [Function("Nameless")]
        public static OkObjectResult Empty([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "")] HttpRequest request) => new("empty");

        [Function("Root")]
        public static OkObjectResult Slash([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) => new("slash");
    }

    private static class Overlapping
    {
        [Function("Literal")]
        public static OkObjectResult Literal([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/special")] HttpRequest request) => new("literal");

        [Function("Number")]
        public static OkObjectResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request) => new("number");

        [Function("Any")]
        public static OkObjectResult Any([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}")] HttpRequest request) => new("any");

        [Function("Rest")]
        public static OkObjectResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{*rest}")] HttpRequest request) => new("rest");
    }

    private static class WrongConstraint
    {
        [Function("Wrong")]
        public static OkResult Wrong([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "paint/{shade:range(one)}")] HttpRequest request) => new();
    }

    private static class UnknownConstraint
    {
        [Function("Unknown")]
        public static OkResult Unknown([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "paint/{shade:colour}")] HttpRequest request) => new();
    }
}
