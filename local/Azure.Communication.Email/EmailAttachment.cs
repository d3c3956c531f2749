#nullable disable
namespace Azure.Communication.Email;

/// <summary>A file that goes with a mail.</summary>
public class EmailAttachment
{
    /// <summary>An attachment.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="contentType">The MIME type.</param>
    /// <param name="content">The bytes.</param>
    public EmailAttachment(string name, string contentType, BinaryData content)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(content);
        Name = name;
        ContentType = contentType;
        Content = content;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The MIME type.</summary>
    public string ContentType { get; }

    /// <summary>The bytes.</summary>
    public BinaryData Content { get; }

    /// <summary>What the HTML body names it by (<c>cid:</c>), when it is shown inside.</summary>
    public string ContentId { get; set; }
}
