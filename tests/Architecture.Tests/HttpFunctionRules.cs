using System.Reflection;
using Caseward.App.Identity;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Architecture.Tests;

public sealed class HttpFunctionRules
{
    [Fact]
    public void Every_http_trigger_writes_its_level_and_it_is_anonymous_because_the_app_asks_who_it_is()
    {
        // Function keys are shared secrets; and the constructor without a level would be anonymous silently.
        Assert.All(AppFunctions.TriggeredBy<HttpTriggerAttribute>(), function =>
        {
            var written = function.TriggerAsWritten.ConstructorArguments;
            Assert.True(written.Count > 0 && written[0].ArgumentType == typeof(AuthorizationLevel), $"{function.Name} does not write its level.");
            Assert.Equal(AuthorizationLevel.Anonymous, (AuthorizationLevel)(int)written[0].Value!);
        });
    }

    [Fact]
    public void Every_http_function_is_for_somebody_or_says_why_it_is_open()
    {
        Assert.All(AppFunctions.TriggeredBy<HttpTriggerAttribute>(), function =>
        {
            var allowed = function.Method.GetCustomAttribute<AllowedForAttribute>();
            var open = function.Method.GetCustomAttribute<OpenToAllAttribute>();
            Assert.True((allowed is null) != (open is null), $"{function.Name} needs one of [AllowedFor] and [OpenToAll].");
            Assert.True(open is null || open.Because.Length > 20, $"{function.Name} is open and does not say why that is safe.");
            Assert.True(allowed is null || allowed.Roles != Roles.None, $"{function.Name} is for nobody.");
        });
    }

    [Fact]
    public void An_access_mark_is_found_by_the_name_of_the_method_so_that_name_is_unique_in_its_class()
    {
        Assert.All(AppFunctions.TriggeredBy<HttpTriggerAttribute>(), function => Assert.Single(
            function.Method.DeclaringType!.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static),
            method => method.Name == function.Method.Name));
    }

    [Fact]
    public void Every_http_function_lives_below_api_or_is_a_page_of_a_signed_link()
    {
        string[] pages = ["survey/", "confirm/"];
        Assert.All(AppFunctions.TriggeredBy<HttpTriggerAttribute>(), function =>
        {
            string route = ((HttpTriggerAttribute)function.Trigger).Route ?? "";
            Assert.True(route.StartsWith("api/", StringComparison.Ordinal) || pages.Any(route.StartsWith), $"{function.Name} has the route '{route}'.");
        });
    }
}
