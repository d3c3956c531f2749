using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>A service's answer in the type that the clients hand out.</summary>
internal sealed class RestResponse(int status, IReadOnlyDictionary<string, string> headers, string body) : Response
{
    public string Body => body;

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    public string? Header(string name) => headers.GetValueOrDefault(name);

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out string? value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));
}
