using Azure;
using Caseward.Local.Accounts;
using Microsoft.AspNetCore.WebUtilities;

namespace Caseward.Local.Tables;

/// <summary>What a table client was made from: an account's name and endpoint. Which runtime serves it is looked up at each request.</summary>
internal sealed class TableAccount(string name, Uri endpoint)
{
    private const string DevelopmentEndpoint = "http://127.0.0.1:10002/" + LocalAccounts.Development;

    public string Name => name;

    public Uri Endpoint => endpoint;

    public static TableAccount OfConnectionString(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        Dictionary<string, string> parts = Parts(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out string? development) && development.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return new TableAccount(LocalAccounts.Development, new Uri(DevelopmentEndpoint));
        }

        if (parts.TryGetValue("AccountName", out string? account))
        {
            string address = parts.GetValueOrDefault("TableEndpoint")
                ?? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
            return new TableAccount(account, new Uri(address));
        }

        return parts.TryGetValue("TableEndpoint", out string? table)
            ? OfEndpoint(new Uri(table))
            : throw new InvalidOperationException("The connection string names no storage account: it needs UseDevelopmentStorage=true, AccountName or TableEndpoint.");
    }

    public static TableAccount OfEndpoint(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        string path = endpoint.AbsolutePath.Trim('/');
        string account = HasAccountInPath(endpoint) && path.Length > 0 ? path.Split('/')[0] : endpoint.Host.Split('.')[0];
        return new TableAccount(account, new Uri(endpoint.GetLeftPart(UriPartial.Path)));
    }

    /// <summary>
    /// The table that an address ends with; before it stands the account, in the host's name or, as with emulators, in the path. An address
    /// that ends before it takes the table from the <c>tn</c> of its shared access signature, or of the one that comes beside it.
    /// </summary>
    /// <exception cref="ArgumentException">The address names no table, or would show the signature to others on the way.</exception>
    public static TableHandle TableAt(Uri address, string signature = "")
    {
        RequireSecrecy(address);
        string[] path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool hasAccountInPath = HasAccountInPath(address);
        if (path.Length == (hasAccountInPath ? 1 : 0) && (SignedTable(address.Query) ?? SignedTable(signature)) is { } signed)
        {
            return OfEndpoint(address).Table(signed);
        }

        if (path.Length != (hasAccountInPath ? 2 : 1))
        {
            throw new ArgumentException($"The address must end with the table's name, as in https://name.table.core.windows.net/Cases or http://127.0.0.1:10002/name/Cases; this one has the path '{address.AbsolutePath}'.", nameof(address));
        }

        var endpoint = new Uri(address.GetLeftPart(UriPartial.Authority) + (hasAccountInPath ? "/" + path[0] : ""));
        return OfEndpoint(endpoint).Table(Uri.UnescapeDataString(path[^1]));
    }

    /// <exception cref="ArgumentException">A shared access signature would go to another machine for everybody on the way to read.</exception>
    public static void RequireSecrecy(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new ArgumentException("A shared access signature is sent by https only.", nameof(address));
        }
    }

    public TableHandle Table(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new TableHandle(this, tableName);
    }

    /// <summary>The running account of that name.</summary>
    /// <exception cref="RequestFailedException">No runtime in this process serves it: what the real client throws when nobody listens.</exception>
    public LocalAccount Serving() => LocalAccounts.FindByName(name) ?? throw new RequestFailedException(
        0,
        $"No local runtime in this process serves the storage account '{name}' ({endpoint}). Caseward Local keeps tables in its own process only; to use a real account, build with FunctionsHost=Azure.");

    // As with emulators, under an address or the name of a machine beside this one.
    private static bool HasAccountInPath(Uri address) =>
        address.IsLoopback || address.HostNameType is not UriHostNameType.Dns || !address.Host.Contains('.', StringComparison.Ordinal);

    private static string? SignedTable(string signature) => QueryHelpers.ParseQuery(signature).GetValueOrDefault("tn").FirstOrDefault();

    private static Dictionary<string, string> Parts(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new InvalidOperationException("The connection string is malformed: each of its parts is name=value.");
            }

            parts[part[..at]] = part[(at + 1)..];
        }

        return parts;
    }
}
