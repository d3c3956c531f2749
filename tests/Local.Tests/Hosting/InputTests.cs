using Caseward.Local.Tests.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What an application can change of how parameters are filled: converters of its own, and middleware that reads inputs first.</summary>
public sealed class InputTests
{
    private const string Json = """{"Number":"A1","Amount":5}""";

    [Fact]
    public async Task Middleware_that_puts_another_value_in_an_input_s_place_decides_what_the_function_gets()
    {
        Order? read = null;
        await using TestApp app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            InputBindingData<Order> input = await context.BindInputAsync<Order>(context.FunctionDefinition.InputBindings["order"]);
            read = input.Value;
            input.Value = input.Value! with { Amount = 7 };
            await next();
        }));

        await app.PutAsync("orders", Json);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(new Order("A1", 5), read);
        Assert.StartsWith("order A1 7 delivery 1", Assert.Single(app.Notes.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_that_middleware_reads_is_read_once()
    {
        await using TestApp app = await StartAsync(builder =>
        {
            builder.Services.Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<CountingConverter>(0));
            builder.UseMiddleware(async (context, next) =>
            {
                BindingMetadata binding = context.FunctionDefinition.InputBindings["order"];
                Assert.Same((await context.BindInputAsync<Order>(binding)).Value, (await context.BindInputAsync<Order>(binding)).Value);
                await next();
            });
        });

        await app.PutAsync("orders", Json);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["asked for order", "order B2 1"], app.Notes.Lines.Select(line => line.Split(" delivery")[0]));
    }

    [Fact]
    public async Task Middleware_reads_an_input_with_the_converter_that_its_type_asks_for()
    {
        await using TestApp app = TestApp.Of(typeof(Parcels));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(async (context, next) =>
            {
                InputBindingData<Parcel> input = await context.BindInputAsync<Parcel>(context.FunctionDefinition.InputBindings["parcel"]);
                app.Notes.Add($"seen {input.Value}");
                await next();
            });
        };
        await app.StartAsync();

        await app.PutAsync("parcels", "to Ada");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["seen <to Ada>", "sent <to Ada>"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_converter_before_the_worker_s_own_overrules_them_and_one_behind_fills_what_they_cannot()
    {
        await using TestApp app = await StartAsync(builder => builder.Services.Configure<WorkerOptions>(worker =>
        {
            worker.InputConverters.RegisterAt<CountingConverter>(0);
            worker.InputConverters.Register<LastConverter>();
        }));

        await app.PutAsync("orders", Json);
        await app.PutAsync("lines", "a;b");
        await app.Runtime.WhenIdleAsync();

        Assert.Contains(app.Notes.Lines, line => line.StartsWith("order B2 1", StringComparison.Ordinal));
        Assert.Contains("lines 1 of clock", app.Notes.Lines);
    }

    [Fact]
    public async Task A_converter_that_is_among_the_services_is_not_made_anew_and_one_that_fails_over_nothing_gives_nothing()
    {
        await using TestApp app = TestApp.Of(typeof(Gifts));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton(new WrappingConverter("paper"));
            builder.Services.Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<WrappingConverter>(0));
        };
        await app.StartAsync();

        await app.PutAsync("gifts", "a book");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["paper of a book, nothing"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_converter_that_could_not_be_made_is_made_when_it_is_needed_again()
    {
        await using TestApp app = await StartAsync(builder => builder.Services.Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<LateConverter>(0)));

        await app.PutAsync("orders", Json);
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["not yet", "order C3 2 delivery 2"], app.Notes.Lines.Select(line => line.Split(" 36 ")[0]));
    }

    [Fact]
    public void Converters_stand_in_the_order_in_which_they_were_registered()
    {
        var converters = new InputConverterCollection();

        converters.Register<CountingConverter>();
        converters.RegisterAt<LastConverter>(0);

        Assert.Equal([typeof(LastConverter), typeof(CountingConverter)], converters);
        Assert.Throws<ArgumentOutOfRangeException>(() => converters.RegisterAt<LastConverter>(3));
        converters.Clear();
        Assert.Empty(converters);
    }

    [Fact]
    public void A_test_of_a_function_gets_the_worker_s_options_from_a_collection_of_services()
    {
        var services = new ServiceCollection();
        services.AddFunctionsWorkerDefaults(worker => worker.InputConverters.RegisterAt<CountingConverter>(0));
        IFunctionsWorkerApplicationBuilder again = services.AddFunctionsWorkerCore();
        using ServiceProvider provider = services.BuildServiceProvider();

        WorkerOptions worker = provider.GetRequiredService<IOptions<WorkerOptions>>().Value;

        Assert.Equal(new Order("A1", 5), worker.Serializer!.Deserialize(new MemoryStream("""{"number":"A1","amount":5}"""u8.ToArray()), typeof(Order), CancellationToken.None));
        Assert.Equal(2, worker.InputConverters.Count());
        Assert.Single(provider.GetServices<IFunctionActivator>());
        Assert.Same(provider.GetRequiredService<IFunctionsWorkerApplicationBuilder>(), again);
    }

    [Fact]
    public async Task Middleware_that_is_added_through_the_services_is_the_application_s()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddFunctionsWorkerDefaults().UseMiddleware((context, next) =>
            {
                app.Notes.Add(context.FunctionDefinition.Name);
                return next();
            });
        };
        await app.StartAsync();

        await app.Http.GetStringAsync("/api/hello/ada");

        Assert.Equal(["Hello"], app.Notes.Lines);
    }

#pragma warning disable CS0618 // It is what many applications still set.
    [Fact]
    public void A_capability_that_is_off_is_not_named()
    {
        var worker = new WorkerOptions { EnableUserCodeException = false };

        Assert.False(worker.EnableUserCodeException);
        Assert.True(worker.IncludeEmptyEntriesInMessagePayload);
        Assert.Equal(
            ["HandlesInvocationCancelMessage", "HandlesWorkerTerminateMessage", "IncludeEmptyEntriesInMessagePayload"], worker.Capabilities.Keys.Order(StringComparer.Ordinal));
    }
#pragma warning restore CS0618

    private static Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder> configure)
    {
        TestApp app = TestApp.Of(typeof(TypedQueues), typeof(ConvertedInput));
        app.Settings = ["--OrdersQueue=orders"];
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            configure(builder);
        };
        return app.StartAsync();
    }

    private sealed class ConvertedInput(Notes notes)
    {
        [Function("Lines")]
        public void Lines([QueueTrigger("lines")] string lines, TimeProvider clock) => notes.Add($"lines {lines.Count(letter => letter == ';')} of {(clock is null ? "nothing" : "clock")}");
    }

    /// <summary>Makes every order one of its own, and leaves the rest to the others.</summary>
    private sealed class CountingConverter(Notes notes) : IInputConverter
    {
        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
        {
            if (context.TargetType != typeof(Order))
            {
                return new(ConversionResult.Unhandled());
            }

            notes.Add("asked for order");
            return new(ConversionResult.Success(new Order("B2", 1)));
        }
    }

    /// <summary>Fails once, before it is there.</summary>
    private sealed class LateConverter : IInputConverter
    {
        public LateConverter(Notes notes)
        {
            if (notes.Lines.Count == 0)
            {
                notes.Add("not yet");
                throw new InvalidOperationException("What it needs is not there yet.");
            }
        }

        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
            new(context.TargetType == typeof(Order) ? ConversionResult.Success(new Order("C3", 2)) : ConversionResult.Unhandled());
    }

    private sealed class Gifts(Notes notes)
    {
        [Function("Gifts")]
        public void Give([QueueTrigger("gifts")] Gift gift, Gift? another) => notes.Add($"{gift.Text}, {another?.Text ?? "nothing"}");
    }

    private sealed record Gift(string Text);

    private sealed class WrappingConverter(string wrapping) : IInputConverter
    {
        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new(
            context.TargetType != typeof(Gift) ? ConversionResult.Unhandled()
            : context.Source is null ? ConversionResult.Failed(new InvalidOperationException("There is nothing to wrap."))
            : ConversionResult.Success(new Gift($"{wrapping} of {context.Source}")));
    }

    private sealed class LastConverter : IInputConverter
    {
        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) =>
            new(context.TargetType == typeof(TimeProvider) ? ConversionResult.Success(TimeProvider.System) : ConversionResult.Unhandled());
    }

    private sealed class Parcels(Notes notes)
    {
        [Function("Parcels")]
        public void Send([QueueTrigger("parcels")] Parcel parcel) => notes.Add($"sent {parcel}");
    }

    [InputConverter(typeof(ParcelConverter))]
    private sealed class Parcel(string address)
    {
        public override string ToString() => address;
    }

    private sealed class ParcelConverter : IInputConverter
    {
        public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => new(ConversionResult.Success(new Parcel($"<{context.Source}>")));
    }
}
