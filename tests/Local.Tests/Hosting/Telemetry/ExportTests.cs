using System.Collections.Concurrent;
using System.Text;
using Caseward.Local.Tests.Hosting.Durable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Hosting.Telemetry;

/// <summary>Traces on their way to a collector, which is played by the smallest server that takes them.</summary>
[Collection(nameof(Alone))]
public sealed class ExportTests
{
    [Fact]
    public async Task Spans_are_sent_to_the_endpoint_of_the_standard_settings()
    {
        await using var collector = await Collector.StartAsync();
        TestApp app = TestApp.Of(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(VisitStarter));
        app.Settings = [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_SERVICE_NAME=the-desk"];

        await app.StartAsync();
        using (HttpResponseMessage answer = await app.Http.PostAsync("/api/visits/ada", content: null))
        {
            answer.EnsureSuccessStatusCode();
        }

        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(64));
        await app.DisposeAsync();

        Assert.Equal(["/v1/traces"], collector.Paths.Distinct());
        Assert.All(
            ["the-desk", "POST /api/visits/{guest}", "function StartVisit", "create_orchestration:VisitOrchestrator", "orchestration:VisitOrchestrator", "activity:Welcome"],
            text => Assert.Contains(text, collector.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_does_not_hold_up_the_end()
    {
        TestApp app = TestApp.Of(typeof(VisitOrchestrator), typeof(VisitActivities), typeof(VisitStarter));
        app.Settings = ["--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];
        await app.StartAsync();
        using HttpResponseMessage answer = await app.Http.PostAsync("/api/visits/ada", content: null);

        await app.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        answer.EnsureSuccessStatusCode();
    }

    private sealed class Collector(WebApplication server) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _bodies = [];
        private readonly ConcurrentQueue<string> _paths = [];

        public string Address => server.Urls.First();

        public IEnumerable<string> Paths => _paths;

        /// <summary>Everything that came; names stand in it as they are.</summary>
        public string Text => string.Concat(_bodies);

        public static async Task<Collector> StartAsync()
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            await collector.RunAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private Task RunAsync()
        {
            server.Run(TakeAsync);
            return server.StartAsync();
        }

        private async Task TakeAsync(HttpContext http)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _paths.Enqueue(http.Request.Path);
            _bodies.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        }
    }
}
