using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Caseward.App.Storage;

/// <summary>The storage account's tables, reached the platform's way: a connection string, or a service URI with identity.</summary>
internal static class CasewardTables
{
    private const string Connection = "AzureWebJobsStorage";

    public static TableServiceClient Connect(IConfiguration configuration)
    {
        if (configuration[Connection] is { Length: > 0 } connectionString)
        {
            return new TableServiceClient(connectionString);
        }

        string? endpoint = configuration[$"{Connection}:tableServiceUri"]
            ?? (configuration[$"{Connection}:accountName"] is { } account ? $"https://{account}.table.core.windows.net" : null);
        if (endpoint is null)
        {
            throw new InvalidOperationException(
                $"No storage is configured. Set {Connection} to a connection string, or {Connection}__tableServiceUri to a table endpoint that the app's identity may use.");
        }

        var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[$"{Connection}:clientId"] });
        return new TableServiceClient(new Uri(endpoint), identity);
    }
}
