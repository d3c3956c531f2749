using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Caseward.Local.Responses;

/// <summary>An answer as it would have come over the wire: status, a few headers, perhaps a body.</summary>
internal class LocalResponse(int status, string reason, params (string Name, string Value)[] headers) : Response
{
    /// <summary>Name and value of each header.</summary>
    protected virtual IReadOnlyList<(string Name, string Value)> HeaderLines => headers;

    public override int Status => status;

    public override string ReasonPhrase => reason;

    /// <summary>Whether the client asked for something that it may not find, or find done: then a status that says so is no error.</summary>
    public bool IsExpected { get; init; }

    public override bool IsError => status >= 400 && !IsExpected;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        foreach ((string header, string text) in HeaderLines)
        {
            if (header.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = text;
                return true;
            }
        }

        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out string? value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => HeaderLines.Select(header => new HttpHeader(header.Name, header.Value));
}
