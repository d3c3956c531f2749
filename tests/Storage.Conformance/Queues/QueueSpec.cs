using System.Text;
using System.Xml.Linq;
using Caseward.Storage.Conformance.Azurite;
using Xunit.Sdk;

namespace Caseward.Storage.Conformance.Queues;

/// <summary>
/// Specs of the queue service's REST interface, as far as the local runtime speaks it, each run against the local runtime and against
/// Azurite with the same signed requests.
/// </summary>
public abstract class QueueSpec(QueueSide side) : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private IAsyncDisposable? _owner;
    private Uri _endpoint = null!;

    /// <summary>An empty queue that no other spec knows.</summary>
    protected string Queue { get; } = NewName();

    protected static string NewName() => "q" + Guid.NewGuid().ToString("N");

    public async ValueTask InitializeAsync()
    {
        (_endpoint, _owner) = await side.OpenAsync();
        Assert.Equal(201, (await SendAsync(HttpMethod.Put, Queue)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_owner is not null)
        {
            await _owner.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected async Task<QueueAnswer> SendAsync(HttpMethod method, string path, string? xml = null)
    {
        using var request = new HttpRequestMessage(method, $"{_endpoint.AbsoluteUri}/{path}");
        if (xml is not null)
        {
            request.Content = new StringContent(xml, Encoding.UTF8, "application/xml");
        }

        SharedKey.SignForQueues(request);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        return new QueueAnswer(
            (int)answer.StatusCode,
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase),
            body.StartsWith('<') ? XElement.Parse(body) : null);
    }

    private protected Task<QueueAnswer> PutAsync(string text, string query = "") => SendAsync(
        HttpMethod.Post, $"{Queue}/messages{query}", new XElement("QueueMessage", new XElement("MessageText", text)).ToString(SaveOptions.DisableFormatting));

    private protected Task<QueueAnswer> GetAsync(string query = "") => SendAsync(HttpMethod.Get, $"{Queue}/messages{query}");

    private protected async Task RefusedAsync(int status, string code, Func<Task<QueueAnswer>> request, Deviation? known = null)
    {
        QueueAnswer answer = await request();
        Assert.Equal(status, answer.Status);
        Deviates(known, () =>
        {
            Assert.Equal((code, code), (answer.Code, answer.Headers.GetValueOrDefault("x-ms-error-code")));
            Assert.NotEmpty(answer.Xml!.Element("Message")!.Value);
        });
    }

    /// <summary>Checks what the service documents. On Azurite it must not hold, or the deviation is out of date; null means that it must.</summary>
    private protected void Deviates(Deviation? known, Action documented)
    {
        if (known is null || !side.IsAzurite)
        {
            documented();
            return;
        }

        try
        {
            documented();
        }
        catch (XunitException)
        {
            return;
        }

        Assert.Fail($"Azurite does here as the service documents. Take this off its list of deviations: {known}");
    }
}
