namespace Caseward.Storage.Conformance.Azurite;

/// <summary>Something that Azurite does otherwise than the service documents.</summary>
/// <param name="Documented">What the service does.</param>
/// <param name="OnAzurite">What Azurite does.</param>
/// <param name="Link">Where the service's behaviour is documented.</param>
internal sealed record Deviation(string Documented, string OnAzurite, string Link);
