#nullable disable
using Azure.Core;

namespace Azure.Communication.Email;

/// <summary>Options of the mail client. Transport and diagnostics have no effect on the local runtime: there is no network, and nothing is tried twice.</summary>
public class EmailClientOptions : ClientOptions
{
    /// <summary>Options for a version of the service.</summary>
    /// <param name="version">The version of the service's interface.</param>
    public EmailClientOptions(ServiceVersion version = ServiceVersion.V2025_09_01)
    {
        if (!Enum.IsDefined(version))
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, "The mail service has no such version.");
        }
    }

    /// <summary>The versions of the service's interface.</summary>
    public enum ServiceVersion
    {
        /// <summary>2021-10-01-preview.</summary>
        V2021_10_01_Preview = 1,

        /// <summary>2023-01-15-preview.</summary>
        V2023_01_15_Preview = 2,

        /// <summary>2023-03-31.</summary>
        V2023_03_31 = 3,

        /// <summary>2024-07-01-preview.</summary>
        V2024_07_01_Preview = 4,

        /// <summary>2025-09-01.</summary>
        V2025_09_01 = 5,
    }
}
