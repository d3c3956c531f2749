#nullable disable
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Options of the table clients. Retries, transport and diagnostics have no effect on the local runtime: there is no network.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Options for a version of the service.</summary>
    /// <param name="serviceVersion">The version of the service's interface.</param>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        _ = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 or ServiceVersion.V2020_12_06 => serviceVersion,
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion), serviceVersion, "The table service has no such version."),
        };
    }

    /// <summary>Whether the client asks the service for the tenant of its credential; without meaning locally.</summary>
    public bool EnableTenantDiscovery { get; set; }

    /// <summary>The versions of the service's interface.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }
}
