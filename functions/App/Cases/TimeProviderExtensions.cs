using NodaTime;

namespace Caseward.App.Cases;

/// <summary>The bridge between the platform's clock and the domain's instants.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Now, cut to milliseconds: finer digits would only make stored texts longer.</summary>
    public static Instant Now(this TimeProvider time) => Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
