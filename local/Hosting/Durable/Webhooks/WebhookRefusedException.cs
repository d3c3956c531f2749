namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>A request to the extension's addresses that cannot be done as it stands.</summary>
#pragma warning disable CA1032, CA1064 // Never leaves the addresses.
internal sealed class WebhookRefusedException(int status, string why) : Exception(why)
{
    /// <summary>What it is answered with.</summary>
    public int Status { get; } = status;
}
#pragma warning restore CA1032, CA1064
