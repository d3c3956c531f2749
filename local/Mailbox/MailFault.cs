namespace Caseward.Local.Mailbox;

/// <summary>
/// Something that goes wrong with a send on purpose. Narrow it to a recipient or to the next few sends:
/// <c>MailFault.Refused(503) with { Recipient = "ada@contoso.example", Times = 2 }</c>.
/// </summary>
public sealed record MailFault
{
    private MailFault()
    {
    }

    /// <summary>The recipient, copies included, whose mail it befalls; <see langword="null"/> means anybody's.</summary>
    public string? Recipient { get; init; }

    /// <summary>How many more sends it befalls; <see langword="null"/> means every one until it is cleared.</summary>
    public int? Times { get; init; }

    /// <summary>The HTTP status that the send is refused with; <see langword="null"/> when it is accepted.</summary>
    public int? Status { get; private init; }

    /// <summary>The error code of the refusal or failure.</summary>
    public string? Code { get; private init; }

    /// <summary>What the refusal's <c>Retry-After</c> says.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether the operation is accepted and then fails.</summary>
    public bool Fails { get; private init; }

    /// <summary>How many times asking for the operation's status still finds it running.</summary>
    public int RunningReads { get; private init; }

    /// <summary>The send is refused with 429, and nothing is kept.</summary>
    /// <param name="retryAfter">When the service would take it, in whole seconds.</param>
    public static MailFault TooManyRequests(TimeSpan retryAfter) => Refused(429, "TooManyRequests", retryAfter);

    /// <summary>The send is refused, and nothing is kept.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">The error code; by default one that fits the status.</param>
    /// <param name="retryAfter">What <c>Retry-After</c> says, in whole seconds; by default it is absent.</param>
    public static MailFault Refused(int status, string? code = null, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new() { Status = status, Code = code ?? DefaultCode(status), RetryAfter = retryAfter };
    }

    /// <summary>The send is accepted and kept, and its operation ends as failed.</summary>
    /// <param name="code">The error code of the failure.</param>
    public static MailFault EndsFailed(string code = "EmailDroppedAllRecipientsSuppressed") => new() { Fails = true, Code = code };

    /// <summary>The send is accepted and kept, and its operation takes a while.</summary>
    /// <param name="reads">How many times asking for its status still finds it running.</param>
    public static MailFault StaysRunning(int reads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reads, 1);
        return new() { RunningReads = reads };
    }

    private static string DefaultCode(int status) => status switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "DomainNotLinked",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        >= 500 => "InternalServerError",
        _ => "BadRequest",
    };
}
