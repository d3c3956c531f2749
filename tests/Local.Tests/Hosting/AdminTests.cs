using System.Net;
using System.Net.Http.Json;
using Caseward.Local.Tests.Hosting.Durable;
using Caseward.Local.Tests.Queues;
using Caseward.Local.Tests.Schedules;
using Caseward.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Hosting;

public sealed class AdminTests
{
    [Fact]
    public async Task A_timer_function_is_run_by_hand()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(MinuteTimer));

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync("/admin/functions/everyminute", new { });
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(["minute"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_timer_function_run_by_hand_is_told_what_is_remembered_of_its_schedule()
    {
        await using TestApp app = TestApp.Of(typeof(HourlyTimer));
        app.Settings = ["--HourlySchedule=0 0 * * * *"];
        await app.StartAsync();

        await app.Http.PostAsJsonAsync("/admin/functions/Hourly", new { });
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["01 12:00:00 for 01 13:00"], app.Notes.Lines);
    }

    [Fact]
    public async Task What_was_run_by_hand_comes_to_its_end_before_the_host_stops()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(StubbornTimer));
        await app.Http.PostAsJsonAsync("/admin/functions/Stubborn", new { });
        while (app.Notes.Lines.Count == 0)
        {
            await Task.Yield();
        }

        await app.StopAsync();

        Assert.Equal(["in", "out"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_queue_function_is_run_by_hand_with_the_input_as_its_message()
    {
        await using TestApp app = TestApp.Of(typeof(TypedQueues));
        app.Settings = ["--OrdersQueue=orders"];
        await app.StartAsync();

        await app.Http.PostAsJsonAsync("/admin/functions/Text", new { input = "by hand" });
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["text by hand"], app.Notes.Lines);
    }

    [Fact]
    public async Task An_activity_is_run_by_hand_with_the_input_as_JSON()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(VisitActivities), typeof(VisitOrchestrator), typeof(VisitStarter));

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync("/admin/functions/Farewell", new { input = "\"Ada\"" });
        HttpResponseMessage broken = await app.Http.PostAsJsonAsync("/admin/functions/Farewell", new { input = "Ada" });
        await app.Runtime.WhenIdleAsync();

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (answer.StatusCode, broken.StatusCode));
        Assert.Equal(["farewell Ada 2026-06-01"], app.Notes.Lines);
    }

    [Fact]
    public async Task That_an_activity_s_input_cannot_be_read_is_logged_whatever_the_reason()
    {
        var log = new LogLines();
        await using TestApp app = TestApp.Of(typeof(Unreadable));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton<ILoggerProvider>(log);
        };
        await app.StartAsync();

        await app.Http.PostAsJsonAsync("/admin/functions/Stow", new { input = "{}" });
        await app.Runtime.WhenIdleAsync();

        Assert.Contains("'Stow' was not run by hand", Assert.Single(log.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VisitOrchestrator")]
    [InlineData("StartVisit")]
    [InlineData("Refuse")]
    public async Task What_needs_more_than_an_input_is_accepted_as_on_the_real_host_and_runs_nothing(string function)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(VisitActivities), typeof(VisitOrchestrator), typeof(VisitStarter));

        HttpResponseMessage answer = await app.Http.PostAsJsonAsync($"/admin/functions/{function}", new { input = "{}" });
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(app.Notes.Lines);
    }

    [Theory]
    [InlineData("/admin/functions/Nobody", "{}", HttpStatusCode.NotFound)]
    [InlineData("/admin/functions/Hello", "", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_run_by_hand_is_refused(string path, string body, HttpStatusCode expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        Assert.Equal(expected, (await app.Http.PostAsync(path, new StringContent(body))).StatusCode);
    }

    [Theory]
    [InlineData("7B22696E707574223A225C7564383030227D")] // {"input":"\ud800"}
    [InlineData("7B22696E707574223A22FF227D")] // {"input":"<FF>"}
    [InlineData("7B225C7564383030223A317D")] // {"\ud800":1}
    [InlineData("FF")]
    public async Task An_input_that_is_no_text_is_refused_and_runs_nothing(string hex)
    {
        await using TestApp app = TestApp.Of(typeof(TypedQueues));
        app.Settings = ["--OrdersQueue=orders"];
        await app.StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsync("/admin/functions/Text", new ByteArrayContent(Convert.FromHexString(hex)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Send {", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Notes.Lines);
    }

    private static class Unreadable
    {
        [Function("Stow")]
        public static void Stow([ActivityTrigger] Cargo cargo) => throw new InvalidOperationException($"{cargo} is there.");
    }

    /// <summary>Nobody can make one.</summary>
    private abstract record Cargo;
}
