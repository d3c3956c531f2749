using System.Net.Http.Headers;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Headers of a request or an answer.</summary>
public class HttpHeadersCollection : HttpHeaders
{
    /// <summary>Without headers.</summary>
    public HttpHeadersCollection()
    {
    }

    /// <summary>With headers of several values.</summary>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach ((string name, IEnumerable<string> values) in headers)
        {
            TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>With headers of one value.</summary>
    public HttpHeadersCollection(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        foreach ((string name, string value) in headers)
        {
            TryAddWithoutValidation(name, value);
        }
    }
}
