using System.Net;
using Caseward.Local.Hosting;

namespace Caseward.Testing;

/// <summary>
/// A caller as the documentation wants it: gives each command a key, repeats with the same key what is answered with 503, and looks at lists a moment
/// after a command.
/// </summary>
internal sealed class PatientCaller(LocalRuntime runtime) : DelegatingHandler
{
    private const int MostTries = 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
        }

        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == MostTries)
            {
                if (request.Method != HttpMethod.Get)
                {
                    await runtime.WhenIdleAsync(cancellationToken);
                }

                return response;
            }

            response.Dispose();
        }
    }
}
