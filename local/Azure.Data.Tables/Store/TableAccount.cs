using Azure;
using Azure.Data.Tables.Models;
using Caseward.Local.Accounts;
using Microsoft.AspNetCore.WebUtilities;

namespace Caseward.Local.Tables;

/// <summary>What a table client was made from: an account's name and endpoint. Which runtime serves it is looked up at each request.</summary>
internal sealed class TableAccount(string name, Uri endpoint, Uri root, string? more)
{
    private const string DevelopmentEndpoint = "http://127.0.0.1:10002/" + LocalAccounts.Development;

    public string Name => name;

    /// <summary>The address that it was made from, without a signature.</summary>
    public Uri Endpoint => endpoint;

    /// <exception cref="InvalidOperationException">It is malformed.</exception>
    /// <exception cref="ArgumentException">It names no account, or nothing to ask it with.</exception>
    /// <exception cref="FormatException">Its key or its endpoint is none.</exception>
    public static TableAccount OfConnectionString(string connectionString)
    {
        AccountSettings settings = AccountSettings.Parse(connectionString);
        return settings.IsDevelopment ? OfEndpoint(new Uri(DevelopmentEndpoint)) : OfEndpoint(settings.Endpoint, settings.Account);
    }

    /// <summary>What stands in the path behind the account is no part of the account's address. An account that is named is known in the path, wherever the emulator runs.</summary>
    public static TableAccount OfEndpoint(Uri endpoint, string? named = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        string[] path = PathOf(endpoint);
        string account = path.Length > 0 && (HasAccountInPath(endpoint) || path[0] == named) ? path[0] : "";
        return new TableAccount(
            named ?? (account.Length > 0 ? account : endpoint.Host.Split('.')[0]),
            new Uri(endpoint.GetLeftPart(UriPartial.Path)),
            new Uri(new Uri(endpoint.GetLeftPart(UriPartial.Authority)), account),
            path.Skip(account.Length > 0 ? 1 : 0).LastOrDefault());
    }

    /// <summary>A table of the account at an endpoint, or the one that the endpoint ends with when none is named.</summary>
    public static TableHandle OfTable(Uri endpoint, string? tableName) => string.IsNullOrEmpty(tableName) ? TableAt(endpoint) : OfEndpoint(endpoint).Table(tableName);

    /// <summary>
    /// The table that an address ends with; before it stands the account, in the host's name or, as with emulators, in the path. An address
    /// that ends before it takes the table from the <c>tn</c> of its shared access signature, or of the one that comes beside it.
    /// </summary>
    /// <exception cref="ArgumentException">The address names no table, or would show the signature to others on the way.</exception>
    public static TableHandle TableAt(Uri address, string signature = "")
    {
        RequireSecrecy(address);
        string[] path = PathOf(address);
        int account = HasAccountInPath(address) ? 1 : 0;
        string? table = path.Length == account ? SignedTable(address.Query) ?? SignedTable(signature)
            : path.Length == account + 1 ? Uri.UnescapeDataString(Unquoted(path[^1]))
            : null;
        return table is not null ? OfEndpoint(address).Table(table) : throw new ArgumentException(
            $"The address must end with the table's name, as in https://name.table.core.windows.net/Cases or http://127.0.0.1:10002/name/Cases; this one has the path '{address.AbsolutePath}'.",
            nameof(address));
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

    /// <summary>One of its tables, whatever stood behind the account in the address that it was made from.</summary>
    public TableHandle Table(string tableName) => new TableAccount(name, root, root, more: null).Ask(tableName);

    /// <summary>One of its tables, to be made or removed by asking the account.</summary>
    public TableHandle Ask(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new TableHandle(this, tableName);
    }

    /// <summary>The running account of that name.</summary>
    /// <exception cref="RequestFailedException">
    /// The address has more behind the account, so that the service does not know what is asked for; or no runtime in this process serves the account: what the real client throws when
    /// nobody listens.
    /// </exception>
    public LocalAccount Serving() =>
        more is not null ? throw new RequestFailedException(
            400,
            $"The configured endpoint Uri appears to contain the table name '{more}', and is asked for the account's tables. Make the TableServiceClient with {root}.",
            TableErrorCode.InvalidInput.ToString(),
            innerException: null)
        : LocalAccounts.FindByName(name) ?? throw new RequestFailedException(
            0,
            $"No local runtime in this process serves the storage account '{name}' ({endpoint}). Caseward Local keeps tables in its own process only; to use a real account, build with FunctionsHost=Azure.");

    // As with emulators, under an address or the name of a machine beside this one.
    private static bool HasAccountInPath(Uri address) =>
        address.IsLoopback || address.HostNameType is not UriHostNameType.Dns || !address.Host.Contains('.', StringComparison.Ordinal);

    private static string? SignedTable(string signature) => QueryHelpers.ParseQuery(signature).GetValueOrDefault("tn").FirstOrDefault();

    private static string[] PathOf(Uri address) => address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);

    // A table's own row, in the list of tables, is called so.
    private static string Unquoted(string table) =>
        table.StartsWith("Tables('", StringComparison.Ordinal) && table.EndsWith("')", StringComparison.Ordinal) ? table["Tables('".Length..^"')".Length] : table;
}
