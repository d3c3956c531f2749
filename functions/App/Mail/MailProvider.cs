using System.Globalization;
using Azure;
using Azure.Communication.Email;
using NodaTime;

namespace Caseward.App.Mail;

/// <summary>What the mail provider answers.</summary>
internal abstract record ProviderAnswer
{
    private ProviderAnswer()
    {
    }

    /// <summary>It has the mail and will try to deliver it; "accepted" is not "delivered" (rule O3).</summary>
    public sealed record Accepted : ProviderAnswer;

    /// <summary>It never had this mail.</summary>
    public sealed record Unknown : ProviderAnswer;

    /// <summary>Not now: too much, in trouble, or not set up right; later may help.</summary>
    /// <param name="Code">The provider's code.</param>
    /// <param name="After">How long it asks to wait.</param>
    public sealed record NotNow(string Code, Duration? After) : ProviderAnswer;

    /// <summary>Never.</summary>
    /// <param name="Code">The provider's code.</param>
    public sealed record Refused(string Code) : ProviderAnswer;
}

/// <summary>The mail service with its many ways of saying no made few.</summary>
internal sealed class MailProvider(EmailClient client, TimeProvider time)
{
    private const int LongestCode = 64;

    /// <summary>Hands a mail over under an id of ours.</summary>
    public async Task<ProviderAnswer> SendAsync(EmailMessage message, Guid operationId, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(WaitUntil.Started, message, operationId, cancellationToken);
            return new ProviderAnswer.Accepted();
        }
        catch (RequestFailedException error)
        {
            return Answer(error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProviderAnswer.NotNow("no-answer", null);
        }
        catch (ArgumentException)
        {
            return new ProviderAnswer.Refused("invalid-mail");
        }
    }

    /// <summary>Asks what became of a mail that may have been handed over before.</summary>
    public async Task<ProviderAnswer> FindAsync(Guid operationId, CancellationToken cancellationToken)
    {
        try
        {
            await new EmailSendOperation(operationId.ToString("D"), client).UpdateStatusAsync(cancellationToken);
            return new ProviderAnswer.Accepted();
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return new ProviderAnswer.Unknown();
        }
        catch (RequestFailedException error)
        {
            return Answer(error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProviderAnswer.NotNow("no-answer", null);
        }
    }

    // 401, 403 and 404 mean that the service is not set up right, which somebody will repair; 409 that the same mail is on its way.
    // A status of 2xx is that of the question, to which the answer was that the mail failed.
    private ProviderAnswer Answer(RequestFailedException error)
    {
        string code = error.ErrorCode is { Length: > 0 } named ? named : $"http-{error.Status}";
        code = code.Length <= LongestCode ? code : code[..LongestCode];
        return error.Status is 0 or 401 or 403 or 404 or 408 or 409 or 429 or >= 500
            ? new ProviderAnswer.NotNow(code, RetryAfter(error.GetRawResponse()))
            : new ProviderAnswer.Refused(code);
    }

    private Duration? RetryAfter(Response? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out string? value))
        {
            return null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? Duration.FromSeconds(seconds)
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
                ? Duration.FromTimeSpan(at - time.GetUtcNow())
                : null;
    }
}
