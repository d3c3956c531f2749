using System.Net;
using System.Text;
using Caseward.Local.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>What fills a function's parameters, and what happens when nothing does or when it does not fit.</summary>
public sealed class BindingTests
{
    [Theory]
    [InlineData("/api/route/abc", "a route value of the wrong type")]
    [InlineData("/api/route/12.5", "a fraction for a whole number")]
    [InlineData("/api/route/99999999999", "a number that is too large")]
    [InlineData("/api/query?text=a&flag=yes", "a query value of the wrong type")]
    [InlineData("/api/query?text=a&id=1", "a query value that is no Guid")]
    [InlineData("/api/query?text=a&numbers=1,2", "a list that is not written as JSON")]
    public async Task A_value_that_does_not_fit_its_parameter_fails_the_invocation_before_the_function_runs(string path, string why)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        HttpResponseMessage answer = await app.Http.GetAsync(path);

        Assert.True(answer.StatusCode == HttpStatusCode.InternalServerError, why);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/query", "null    ")]
    [InlineData("/api/query?TEXT=a&Flag=true&amount=1.5", "a True 1.5  ")]
    [InlineData("/api/query?text=&numbers=[1,2]", "    1+2")]
    [InlineData("/api/query?text=5&id=8f2b3e9c-1111-4222-8333-944455566677", "5   8f2b3e9c111142228333944455566677 ")]
    public async Task Query_values_fill_parameters_whatever_the_letter_case_and_a_missing_text_is_null(string path, string expected)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        Assert.Equal(expected, await app.Http.GetStringAsync(path));
    }

    [Theory]
    [InlineData("{ broken", "application/json")]
    [InlineData("\"text\"", "application/json")]
    [InlineData("""{"text":"hi","times":"many"}""", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("""{"text":"hi"}""", "text/plain")]
    public async Task A_body_that_cannot_be_read_fails_the_invocation_before_the_function_runs(string body, string type)
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/body", new StringContent(body, Encoding.UTF8, type));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(app.Notes.Lines);
    }

    [Fact]
    public async Task A_body_s_names_are_read_in_any_letter_case_and_unknown_ones_passed_over()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));

        HttpResponseMessage answer = await app.Http.PostAsync("/api/body", new StringContent("""{"TEXT":"hi","more":1}""", Encoding.UTF8, "application/json"));

        Assert.Equal("""{"text":"hi","times":1}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_above_the_host_s_limit_is_refused_and_a_hundred_megabytes_are_the_default()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=1000"];
        await app.StartAsync();

        HttpResponseMessage answer = await app.Http.PostAsync("/api/all", new ByteArrayContent(new byte[1001]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("1000", await (await app.Http.PostAsync("/api/all", new ByteArrayContent(new byte[1000]))).Content.ReadAsStringAsync());
        Assert.Equal(100 << 20, new Caseward.Local.Hosting.Settings.LocalOptions().MaxRequestBodyBytes);
    }

    [Fact]
    public async Task A_limit_that_is_no_number_is_refused_at_start()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=100MB"];

        var refused = await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);

        Assert.Contains("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '100MB'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_goes_away_cancels_the_request_and_the_context_and_is_no_error_that_stops_the_host()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(BindingSamples));
        using var leaving = new CancellationTokenSource();

        Task call = app.Http.GetAsync("/api/aborted", leaving.Token);
        await Until(() => app.Notes.Lines.Contains("waiting True"));
        await leaving.CancelAsync();
        await Until(() => app.Notes.Lines.Contains("gone"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("7", await app.Http.GetStringAsync("/api/route/7"));
    }

    private static async Task Until(Func<bool> fact)
    {
        while (!fact())
        {
            await Task.Yield();
        }
    }
}
