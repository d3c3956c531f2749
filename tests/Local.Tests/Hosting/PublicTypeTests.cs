using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What the packages' own types refuse and how they are written, where an application's tests can see it.</summary>
public sealed class PublicTypeTests
{
    [Fact]
    public void A_retry_policy_has_delays_that_are_some_and_a_first_one_that_is_not_longer_than_the_longest()
    {
        Assert.Throws<ArgumentOutOfRangeException>("delayInterval", () => new FixedDelayRetryAttribute(3, "soon"));
        Assert.Throws<ArgumentOutOfRangeException>("delayInterval", () => new FixedDelayRetryAttribute(3, "-00:00:01"));
        Assert.Throws<ArgumentOutOfRangeException>("maximumInterval", () => new ExponentialBackoffRetryAttribute(3, "00:00:01", "late"));
        Assert.Throws<ArgumentException>("minimumInterval", () => new ExponentialBackoffRetryAttribute(3, "00:01:00", "00:00:01"));
        Assert.Equal("00:01:00", new ExponentialBackoffRetryAttribute(3, "00:00:01", "00:01:00").MaximumInterval);
    }

    [Fact]
    public async Task Middleware_can_be_tried_without_a_function_behind_it()
    {
        var notes = new List<string>();
        var services = new ServiceCollection();
        services.AddFunctionsWorkerCore().UseMiddleware(async (_, next) =>
        {
            notes.Add("before");
            await next();
            notes.Add("after");
        });
        await using ServiceProvider built = services.BuildServiceProvider();

        await built.GetRequiredService<FunctionExecutionDelegate>()(null!);

        Assert.Equal(["before", "after"], notes);
    }

    [Fact]
    public void A_cookie_has_a_name_and_a_value()
    {
        Assert.Throws<ArgumentNullException>("name", () => new HttpCookie(null!, "v"));
        Assert.Throws<ArgumentNullException>("value", () => new HttpCookie("n", null!));
    }

    [Fact]
    public void An_empty_name_of_a_task_or_an_event_stands_for_the_type_s()
    {
        Assert.Equal(default, new DurableTaskAttribute("").Name);
        Assert.Equal(default, new DurableEventAttribute("").Name);
    }

    [Fact]
    public void What_is_known_of_an_entity_is_written_as_the_type_that_was_asked_for()
    {
        var metadata = new EntityMetadata<Pet>(new EntityInstanceId("Pet", "one"), new Dog("Rex"));

        Assert.Contains("""
            "State":{"$type":"dog","Name":"Rex"}
            """, JsonSerializer.Serialize(metadata), StringComparison.Ordinal);
    }

    [JsonDerivedType(typeof(Dog), "dog")]
    private abstract record Pet;

    private sealed record Dog(string Name) : Pet;
}
