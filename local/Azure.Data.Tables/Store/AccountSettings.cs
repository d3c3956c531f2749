using Azure.Data.Tables;

namespace Caseward.Local.Tables;

/// <summary>
/// A connection string of a storage account, as the real client reads it: what it refuses must not work here. An account with its key or a signature, or the
/// tables' endpoint with a signature; a key is not compared with anything locally, but must be one.
/// </summary>
internal sealed class AccountSettings
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.OrdinalIgnoreCase);

    private AccountSettings(string connectionString)
    {
        string[] parts = connectionString.Split(';', StringSplitOptions.TrimEntries);
        foreach (string part in parts[^1].Length == 0 ? parts.SkipLast(1) : parts)
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == part.Length - 1 || !_parts.TryAdd(part[..at].TrimEnd(), part[(at + 1)..].TrimStart()))
            {
                throw new InvalidOperationException("The connection string is malformed: each of its parts is name=value, and each name comes once.");
            }
        }
    }

    /// <summary>Whether it names the account of the emulator.</summary>
    public bool IsDevelopment => Value("UseDevelopmentStorage") == "true";

    /// <summary>The account; null when only the endpoint tells.</summary>
    public string? Account => Value("AccountName");

    /// <summary>Where the account's tables are.</summary>
    public Uri Endpoint => new(
        Value("TableEndpoint") ?? $"{Value("DefaultEndpointsProtocol") ?? "https"}://{Account}.table.{Value("EndpointSuffix") ?? "core.windows.net"}");

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="InvalidOperationException">It is malformed.</exception>
    /// <exception cref="ArgumentException">It names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">The key is not in Base64.</exception>
    public static AccountSettings Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = new AccountSettings(connectionString);
        if (settings.IsDevelopment)
        {
            return settings;
        }

        bool hasEndpoint = settings.Value("TableEndpoint") is not null;
        bool isSigned = settings.Value("SharedAccessSignature") is not null;
        string? key = settings.Value("AccountKey");
        if ((settings.Account is null ? !hasEndpoint || !isSigned : key is null && !isSigned) || (settings.Value("TableSecondaryEndpoint") is not null && !hasEndpoint))
        {
            throw new ArgumentException(
                "The connection string names no storage account that could be asked: it needs UseDevelopmentStorage=true, or AccountName with AccountKey or SharedAccessSignature, or TableEndpoint with SharedAccessSignature; a secondary endpoint comes with the first.",
                nameof(connectionString));
        }

        if (key is not null && !isSigned)
        {
            _ = new TableSharedKeyCredential(settings.Account, key);
        }

        return settings;
    }

    private string? Value(string name) => _parts.GetValueOrDefault(name);
}
