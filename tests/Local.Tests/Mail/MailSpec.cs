using Azure;
using Azure.Communication.Email;
using Caseward.Local.Mailbox;
using Caseward.Local.Tests.Accounts;

namespace Caseward.Local.Tests.Mail;

/// <summary>A specification over one empty mailbox.</summary>
public abstract class MailSpec : IAsyncLifetime
{
    protected static readonly Guid SomeId = Guid.Parse("6bc44494-d2b7-4738-8f87-acd692226a5c");

    private protected ServedAccount Served { get; private set; } = null!;

    protected LocalMailbox Mailbox { get; private set; } = null!;

    protected EmailClient Client => new($"endpoint=http://localhost:7071/{Served.Name};accesskey=a2V5");

    public ValueTask InitializeAsync()
    {
        Served = new ServedAccount();
        Mailbox = LocalMailbox.Of(Served.Account);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Served.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static EmailMessage Message(string to = "ada@contoso.example", string subject = "Your case", string? text = "Hello", string? html = null) =>
        new("desk@caseward.example", to, new EmailContent(subject) { PlainText = text, Html = html });

    protected static async Task<RequestFailedException> RefusedAsync(int status, string code, Func<Task> request)
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(request);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
        return refused;
    }

    protected Task<EmailSendOperation> SendAsync(EmailMessage? message = null, Guid? id = null, WaitUntil wait = WaitUntil.Started) =>
        Client.SendAsync(wait, message ?? Message(), id ?? SomeId);
}
