using System.Collections.Concurrent;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caseward.App.Policy;

/// <summary>Which policy document is in force.</summary>
internal sealed class PolicyOptions
{
    public const string Section = "Policy";

    /// <summary>The name of a document that ships with the app.</summary>
    /// <value><c>default</c> (the organisation of the handbook) or <c>tour</c> (the same one with deadlines of seconds). The default is <c>default</c>.</value>
    public string Document { get; set; } = "default";
}

/// <summary>The policy documents that ship with the app: the one in force for new cases, and any of them for cases opened under it.</summary>
internal sealed partial class PolicyCatalog
{
    private const string Suffix = ".policy.json";

    private readonly ConcurrentDictionary<string, ServicePolicy> _byVersion = new(StringComparer.Ordinal);

    public PolicyCatalog(IOptions<PolicyOptions> options, ILogger<PolicyCatalog> logger)
    {
        PolicyReading reading = Read(options.Value.Document);
        Current = reading.OrThrow();
        foreach (Violation warning in reading.Warnings)
        {
            LogWarning(logger, Current.Version, warning.Field, warning.Message, warning.Code);
        }

        _byVersion[Current.Version] = Current;
    }

    /// <summary>The policy that new cases are opened under.</summary>
    public ServicePolicy Current { get; }

    /// <summary>The policy with that version.</summary>
    /// <exception cref="InvalidOperationException">No document of that version ships with this release.</exception>
    public ServicePolicy Version(string version) => _byVersion.GetOrAdd(version, FindShipped);

    private static ServicePolicy FindShipped(string version) =>
        ShippedNames().Select(name => Read(name).OrThrow()).FirstOrDefault(policy => policy.Version == version)
        ?? throw new InvalidOperationException($"No policy document of version '{version}' ships with this release; cases opened under it cannot be handled.");

    private static IEnumerable<string> ShippedNames() =>
        typeof(PolicyCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[..^Suffix.Length]);

    private static PolicyReading Read(string name)
    {
        using Stream resource = typeof(PolicyCatalog).Assembly.GetManifestResourceStream(name + Suffix)
            ?? throw new InvalidOperationException(
                $"There is no policy document '{name}'. Set {PolicyOptions.Section}__{nameof(PolicyOptions.Document)} to one of: {string.Join(", ", ShippedNames())}.");
        using var reader = new StreamReader(resource);
        return PolicyReader.Read(reader.ReadToEnd());
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Policy {Version}, {Field}: {Warning} ({Code})")]
    private static partial void LogWarning(ILogger logger, string version, string field, string warning, string code);
}
