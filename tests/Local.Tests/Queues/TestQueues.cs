using System.Text;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Queues;

/// <summary>The queues of a sample application.</summary>
internal static class TestQueues
{
    /// <summary>Three deliveries a minute apart, in batches of two.</summary>
    public const string Quick =
        """{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 3, "visibilityTimeout": "00:01:00", "batchSize": 2, "newBatchThreshold": 1 } } }""";

    /// <summary>Starts functions with the settings of <see cref="Quick"/>.</summary>
    public static async Task<TestApp> StartAsync(Type functions)
    {
        TestApp app = TestApp.Of(functions);
        app.HostJson = Quick;
        return await app.StartAsync();
    }

    public static QueueStore Queues(this TestApp app) => app.Services.GetRequiredService<QueueStore>();

    /// <summary>Puts a message as the functions' clients do, and waits until nothing more happens.</summary>
    public static async Task PutAsync(this TestApp app, string queue, string body, TimeSpan delay = default)
    {
        await app.Queues().PutAsync(queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), delay, QueueStore.DefaultTimeToLive);
        await app.Runtime.WhenIdleAsync();
    }
}
