#nullable disable
namespace Azure.Communication.Email;

/// <summary>What a mail says: a subject, and a body as text, as HTML or as both.</summary>
public class EmailContent
{
    /// <summary>Content with a subject and no body yet.</summary>
    /// <param name="subject">The subject.</param>
    public EmailContent(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        Subject = subject;
    }

    /// <summary>The subject.</summary>
    public string Subject { get; }

    /// <summary>The body as text.</summary>
    public string PlainText { get; set; }

    /// <summary>The body as HTML.</summary>
    public string Html { get; set; }
}
