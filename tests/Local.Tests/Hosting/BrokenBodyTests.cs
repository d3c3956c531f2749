using System.Net.Sockets;
using System.Text;
using Caseward.Local.Tests.Queues;
using Caseward.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Hosting;

public sealed class BrokenBodyTests
{
    [Theory]
    [InlineData("/local/clock")]
    [InlineData("/local/mail/faults")]
    [InlineData("/admin/functions/Fails")]
    [InlineData("/{account}/work/messages")]
    public async Task A_body_whose_chunks_are_broken_is_a_bad_request_and_no_error_in_the_log(string path)
    {
        var log = new LogLines();
        await using TestApp app = TestApp.Of(typeof(FailingQueue));
        app.Configure = builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddSingleton<ILoggerProvider>(log);
        };
        await app.StartAsync();

        string answer = await SendAsync(app, $"POST {path.Replace("{account}", app.Account, StringComparison.Ordinal)} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(log.Errors);
    }

    private static async Task<string> SendAsync(TestApp app, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(app.Runtime.BaseAddress.Host, app.Runtime.BaseAddress.Port);
        await using NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }
}
