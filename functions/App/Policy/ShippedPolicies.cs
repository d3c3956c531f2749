using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Caseward.App.Policy;

/// <summary>The policy documents that ship with the app. They are versions like saved ones, and can be activated like them.</summary>
internal sealed partial class ShippedPolicies
{
    private const string Suffix = ".policy.json";

    private static readonly Lazy<Dictionary<string, ShippedPolicy>> Documents = new(() => Names().ToDictionary(name => name, Read, StringComparer.Ordinal));

    public ShippedPolicies(IOptions<PolicyOptions> options, ILogger<ShippedPolicies> logger)
    {
        string configured = options.Value.Document;
        All =
        [
            .. Documents.Value
                .OrderByDescending(document => document.Key == configured).ThenBy(document => document.Key, StringComparer.Ordinal)
                .Select(document => document.Value),
        ];
        foreach (Violation warning in All[0].Warnings)
        {
            LogWarning(logger, Configured.Version, warning.Field, warning.Message, warning.Code);
        }
    }

    /// <summary>Every document, the configured one first.</summary>
    public IReadOnlyList<ShippedPolicy> All { get; }

    /// <summary>The document that is in force while nothing was activated.</summary>
    public ServicePolicy Configured => All[0].Policy;

    /// <summary>The document of that version; absent when none ships.</summary>
    public ShippedPolicy? Find(string version) => All.FirstOrDefault(shipped => shipped.Policy.Version == version);

    /// <summary>Whether a document has that name, in any case of its letters.</summary>
    public bool IsTaken(string version) => All.Any(shipped => shipped.Policy.Version.Equals(version, StringComparison.OrdinalIgnoreCase));

    /// <summary>Begins to read the documents, once in a process: it takes about as long as the rest of a host's start, so it goes on beside that.</summary>
    public static void BeginReading() => _ = Task.Run(() => Documents.Value);

    /// <summary>What can be configured.</summary>
    public static string[] Names() =>
    [
        .. typeof(ShippedPolicies).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[..^Suffix.Length]),
    ];

    private static ShippedPolicy Read(string name)
    {
        using var reader = new StreamReader(typeof(ShippedPolicies).Assembly.GetManifestResourceStream(name + Suffix)!);
        string text = reader.ReadToEnd();
        PolicyReading reading = PolicyReader.Read(text);
        return new ShippedPolicy(reading.OrThrow(), text, reading.Warnings);
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Policy {Version}, {Field}: {Warning} ({Code})")]
    private static partial void LogWarning(ILogger logger, string version, string field, string warning, string code);
}

/// <summary>A document that ships with the app.</summary>
/// <param name="Policy">Ready to be asked.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Warnings">What its check warns of.</param>
internal sealed record ShippedPolicy(ServicePolicy Policy, string Text, IReadOnlyList<Violation> Warnings);
