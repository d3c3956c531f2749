using Microsoft.Extensions.Logging;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>What the provider's answer means for a mail: over, once more, or never.</summary>
/// <param name="Result">Accepted, later or failed.</param>
/// <param name="RetryAt">When to try again.</param>
/// <param name="Code">The provider's code, when it failed.</param>
internal sealed record MailVerdict(SendResult Result, Instant? RetryAt = null, string? Code = null)
{
    /// <summary>Judges an answer, and logs what is no acceptance.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="refusals">How often the provider has said "not now", this time included.</param>
    /// <param name="key">The notice or digest.</param>
    /// <param name="now">Now.</param>
    /// <param name="logger">Where it is logged.</param>
    public static MailVerdict Of(ProviderAnswer answer, int refusals, string key, Instant now, ILogger logger)
    {
        switch (answer)
        {
            case ProviderAnswer.Accepted:
                return new MailVerdict(SendResult.Accepted);

            case ProviderAnswer.NotNow(string code, var after):
                logger.ProviderSaysLater(key, refusals, code);
                return Patience.NextTry(now, refusals, after) is { } retryAt
                    ? new MailVerdict(SendResult.Later, retryAt)
                    : new MailVerdict(SendResult.Failed, Code: code);

            case ProviderAnswer.Refused(string code):
                logger.ProviderRefuses(key, code);
                return new MailVerdict(SendResult.Failed, Code: code);

            default:
                throw new InvalidOperationException($"An answer that makes no sense here: {answer}.");
        }
    }
}
