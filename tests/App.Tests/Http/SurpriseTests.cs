using System.Net;
using Azure;
using Caseward.App.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Caseward.App.Tests.Http;

public sealed class SurpriseTests
{
    [Fact]
    public async Task A_bug_answers_500_with_a_trace_id_that_the_log_knows_and_nothing_of_the_inside()
    {
        await using CasewardHost host = await FailingAsync(new InvalidOperationException("INSIDE"));

        Answered answer = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("server.error", answer.Code);
        Assert.DoesNotContain("INSIDE", answer.Json!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(host.Log.Errors, line => line.Contains(answer.Text("traceId"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Storage_that_is_away_answers_503_and_when_to_come_back(int status)
    {
        await using CasewardHost host = await FailingAsync(new RequestFailedException(status, "INSIDE"));

        Answered answer = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("server.unavailable", answer.Code);
        Assert.Equal("5", answer.Headers["Retry-After"]);
        Assert.DoesNotContain("INSIDE", answer.Json!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_continues_a_trace_is_given_that_trace()
    {
        await using CasewardHost host = await CasewardHost.StartAsync();

        Answered answer = await host.As("anna").PostAsync(
            "/api/phone/cases", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", answer.Text("traceId"));
    }

    private static Task<CasewardHost> FailingAsync(Exception error) => CasewardHost.StartAsync(
        services => services.Replace(ServiceDescriptor.Singleton<ICaseNumbers>(new Failing(error))));

    private sealed class Failing(Exception error) : ICaseNumbers
    {
        public Domain.Cases.CaseNumber Draw() => throw error;
    }
}
