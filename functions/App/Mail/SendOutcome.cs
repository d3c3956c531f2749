using System.Text.Json.Serialization;
using Caseward.App.Mail.Digests;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>How a try ended. Names are persisted: never rename one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendResult>))]
internal enum SendResult
{
    /// <summary>The provider has it.</summary>
    Accepted,

    /// <summary>What it was about is no longer so (rule E8).</summary>
    NotWanted,

    /// <summary>To be tried again.</summary>
    Later,

    /// <summary>Never.</summary>
    Failed,

    /// <summary>It leaves in a digest.</summary>
    Held,
}

/// <summary>What came of a try.</summary>
internal sealed record SendOutcome
{
    public required SendResult Result { get; init; }

    /// <summary>When to try again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What to try again with; after a failure, to tell somebody else.</summary>
    public MailDeliveryInput? Next { get; init; }

    /// <summary>Why it failed, or is not wanted: the provider's code, or one of ours.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it failed because the provider will never deliver it to this recipient.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The digest that it waits for; absent when that one is on its way already.</summary>
    public DigestInput? Digest { get; init; }

    public static SendOutcome Failed(string code) => new() { Result = SendResult.Failed, Code = code };

    public static SendOutcome NotWanted(string? why) => new() { Result = SendResult.NotWanted, Code = why };

    public static SendOutcome Later(Instant at, MailDeliveryInput next) => new() { Result = SendResult.Later, RetryAt = WholeSeconds(at), Next = next };

    /// <summary>Timers of some back ends cut to whole seconds; rounding up keeps them from ringing early.</summary>
    public static DateTimeOffset WholeSeconds(Instant at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() + 1);
}
