using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Conformance;

/// <summary>What goes in and out: every shape, every size, and whose serializer writes it.</summary>
public sealed class PayloadSpecs : Spec
{
    private static readonly JsonDataConverter Words = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    });

    private enum Size
    {
        Small,
        Large,
    }

    [Fact]
    public async Task Large_payloads_come_through_unharmed()
    {
        string large = string.Concat(Enumerable.Repeat("größer \"quoted\" \\ 漢字 \u0001\n", 20_000));
        await StartEchoAsync<string>();

        Assert.Equal(large, await RunAsync<string>("Echo", large));
    }

    [Fact]
    public async Task Large_events_and_statuses_come_through_too()
    {
        string large = new('x', 300_000);
        await StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Take", async context =>
        {
            string taken = await context.WaitForExternalEvent<string>("Take");
            context.SetCustomStatus(taken);
            return taken.Length;
        }));
        string id = await BegunAsync("Take");

        await Client.RaiseEventAsync(id, "Take", large);

        OrchestrationMetadata end = await EndOfAsync(id);
        Assert.Equal((large.Length, large), (end.ReadOutputAs<int>(), end.ReadCustomStatusAs<string>()));
    }

    [Fact]
    public async Task Records_collections_dates_and_nothing_survive_the_way()
    {
        var order = new Order("A-1", new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)), [1.5m, 2m], null, Size.Large);
        await StartEchoAsync<Order>();

        Order back = (await RunAsync<Order>("Echo", order))!;

        Assert.Equal(order with { Lines = back.Lines }, back);
        Assert.Equal(order.Lines, back.Lines);
    }

    [Fact]
    public async Task Fields_are_written_like_properties()
    {
        await StartEchoAsync<(string Name, int Count)>();

        Assert.Equal(("a", 2), await RunAsync<(string, int)>("Echo", ("a", 2)));
    }

    [Fact]
    public async Task Json_nodes_pass_as_they_are()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<JsonNode, JsonNode>("Json", (context, input) => context.CallActivityAsync<JsonNode>("Add", input))
            .AddActivityFunc<JsonNode, JsonNode>("Add", (_, input) =>
            {
                input["added"] = "new";
                return input;
            }));

        JsonNode output = (await RunAsync<JsonNode>("Json", new JsonObject { ["kept"] = "old" }))!;

        Assert.Equal("""{"kept":"old","added":"new"}""", output.ToJsonString());
    }

    [Fact]
    public async Task Input_is_only_cast_in_the_plain_worker()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Typed", (context, _) => context.GetInput<int>())
            .AddOrchestratorFunc<object?, int>("Untyped", (context, _) => context.GetInput<int>()));

        Assert.Equal(7, await RunAsync<int>("Typed", 7));
        Assert.True((await FailureOfAsync("Untyped", 7)).IsCausedBy<InvalidCastException>());
    }

    [Fact]
    public async Task A_page_can_be_an_activitys_result()
    {
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Count", async context =>
            {
                int count = 0;
                AsyncPageable<string> all = Pageable.Create(async (token, _, _) => await context.CallActivityAsync<Page<string>>("Page", token));
                await foreach (string _ in all)
                {
                    count++;
                }

                return count;
            })
            .AddActivityFunc<string?, Page<string>>("Page", (_, token) => new Page<string>(["a", "b", "c"], token switch
            {
                null => "1",
                "1" => "2",
                _ => null,
            })));

        Assert.Equal(9, await RunAsync<int>("Count"));
    }

    [Fact]
    public async Task Both_sides_take_their_serializer_from_the_services()
    {
        await StartEchoAsync<Order>(services => services.AddSingleton<DataConverter>(Words));

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Echo", new Order("A-1", default, [], null, Size.Large)));

        Assert.Contains("\"order_id\":\"A-1\"", end.SerializedInput, StringComparison.Ordinal);
        Assert.Contains("\"size\":\"Large\"", end.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal("A-1", end.ReadOutputAs<Order>()!.OrderId);
    }

    [Fact]
    public async Task Each_side_can_have_its_own_serializer()
    {
        await StartEchoAsync<JsonNode>(services => services
            .Configure<DurableTaskClientOptions>(options => options.DataConverter = Words)
            .Configure<DurableTaskWorkerOptions>(options => options.DataConverter = new JsonDataConverter(new JsonSerializerOptions { WriteIndented = true })));

        OrchestrationMetadata end = await EndOfAsync(await ScheduleAsync("Echo", new { OrderId = "A-1" }));

        Assert.Equal("""{"order_id":"A-1"}""", end.SerializedInput);
        Assert.Equal($$"""{{{Environment.NewLine}}  "order_id": "A-1"{{Environment.NewLine}}}""", end.SerializedOutput);
    }

    private Task StartEchoAsync<T>(Action<IServiceCollection>? services = null) => StartAsync(
        tasks => tasks
            .AddOrchestratorFunc<T, T>("Echo", (context, input) => context.CallActivityAsync<T>("Back", input))
            .AddActivityFunc<T, T>("Back", (_, input) => input),
        services);

    private sealed record Order(string OrderId, DateTimeOffset At, decimal[] Lines, string? Note, Size Size);
}
