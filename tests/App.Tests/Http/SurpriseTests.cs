using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
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

    /// <summary>So the client for tables says that it has tried several times: a connection broke, and then there was another trouble.</summary>
    [Fact]
    public async Task Storage_that_a_client_has_given_up_after_several_tries_answers_503_too()
    {
        await using CasewardHost host = await FailingAsync(new AggregateException(new IOException("INSIDE"), new RequestFailedException(503, "INSIDE")));

        Answered answer = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server.unavailable"), (answer.Status, answer.Code));
    }

    [Fact]
    [Undisturbed("storage", "The caller asks again, and a storage failure before that is an error in the log.")]
    public async Task A_case_that_is_too_busy_answers_503_and_is_a_warning_without_a_stack()
    {
        await using CasewardHost host = await FailingAsync(new CaseBusyException(CaseNumber.Parse("112345674")));

        Answered answer = await host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("5", answer.Headers["Retry-After"]);
        Assert.Empty(host.Log.Errors);
        string line = Assert.Single(host.Log.Lines, line => line.Contains(answer.Text("traceId"), StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /api/phone/cases", "ZZ\r\n{}\r\n0\r\n\r\n")]
    [InlineData("POST /api/portal/cases", "2\r\n{}ZZ\r\n0\r\n\r\n")]
    [InlineData("POST /api/phone/cases", "-1\r\n{}\r\n0\r\n\r\n")]
    public async Task A_body_in_broken_chunks_answers_400_and_is_no_error_of_ours(string request, string chunks)
    {
        await using CasewardHost host = await CasewardHost.StartAsync();
        using var connection = new TcpClient(host.Runtime.BaseAddress.Host, host.Runtime.BaseAddress.Port);
        await using NetworkStream stream = connection.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{request} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Development anna\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"));
        using var reader = new StreamReader(stream, Encoding.UTF8);

        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync());
        Assert.Empty(host.Log.Errors);
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
        public CaseNumber Draw() => throw error;
    }
}
