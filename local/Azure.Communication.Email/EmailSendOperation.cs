#nullable disable
using Caseward.Local.Mailbox;
using Caseward.Local.Responses;

namespace Azure.Communication.Email;

/// <summary>A send operation, perhaps of an earlier process: <c>new EmailSendOperation(id, client)</c> finds it again.</summary>
public class EmailSendOperation : Operation<EmailSendResult>
{
    private readonly EmailClient _client;
    private Response _response;
    private EmailSendResult _result;
    private RequestFailedException _failure;

    /// <summary>The operation with that id; nothing is known of it until its status is asked for.</summary>
    /// <param name="id">The operation's id.</param>
    /// <param name="client">A client of the service that it was sent with.</param>
    public EmailSendOperation(string id, EmailClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        Id = id;
        _client = client;
    }

    internal EmailSendOperation(string id, EmailClient client, Response accepted)
        : this(id, client) => _response = accepted;

    /// <summary>For mocks.</summary>
    protected EmailSendOperation()
    {
    }

    /// <summary>The operation's id.</summary>
    public override string Id { get; }

    /// <summary>Whether it came to an end, good or bad.</summary>
    public override bool HasCompleted => _result is not null || _failure is not null;

    /// <summary>Whether it came to a good end.</summary>
    public override bool HasValue => _result is not null;

    /// <summary>What became of it.</summary>
    /// <exception cref="InvalidOperationException">It has not come to an end.</exception>
    /// <exception cref="RequestFailedException">It failed.</exception>
    public override EmailSendResult Value =>
        _result ?? throw (_failure ?? (Exception)new InvalidOperationException("The operation has not completed yet."));

    /// <summary>The service's last answer; <see langword="null"/> before the first.</summary>
    public override Response GetRawResponse() => _response;

    /// <summary>Asks the service how far it is.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">It failed, or the service knows no such operation (404).</exception>
    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default)
    {
        if (HasCompleted)
        {
            return _failure is null ? _response : throw _failure;
        }

        MailStatus status = await _client.Service.AskStatusAsync(Id, cancellationToken).ConfigureAwait(false);
        _response = status.Response;
        if (status.Failure is not null)
        {
            _failure = status.Failure;
            throw _failure;
        }

        if (status.Status == EmailSendStatus.Succeeded)
        {
            _result = new EmailSendResult(Id, status.Status);
        }

        return _response;
    }

    /// <inheritdoc cref="UpdateStatusAsync"/>
    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        Blocking.Wait(UpdateStatusAsync(cancellationToken).AsTask());

    /// <summary>Asks until it came to an end.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">It failed, or the service knows no such operation (404).</exception>
    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(EmailSending.PollingInterval, cancellationToken);

    /// <summary>Asks until it came to an end.</summary>
    /// <param name="suggestedPollingInterval">How long to wait between two questions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">It failed, or the service knows no such operation (404).</exception>
    public override async ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(TimeSpan suggestedPollingInterval, CancellationToken cancellationToken)
    {
        while (true)
        {
            Response response = await UpdateStatusAsync(cancellationToken).ConfigureAwait(false);
            if (HasCompleted)
            {
                return Response.FromValue(Value, response);
            }

            await Task.Delay(suggestedPollingInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="WaitForCompletionAsync(CancellationToken)"/>
    public override Response<EmailSendResult> WaitForCompletion(CancellationToken cancellationToken = default) =>
        Blocking.Wait(WaitForCompletionAsync(cancellationToken).AsTask());

    /// <inheritdoc cref="WaitForCompletionAsync(TimeSpan, CancellationToken)"/>
    public override Response<EmailSendResult> WaitForCompletion(TimeSpan suggestedPollingInterval, CancellationToken cancellationToken) =>
        Blocking.Wait(WaitForCompletionAsync(suggestedPollingInterval, cancellationToken).AsTask());
}
