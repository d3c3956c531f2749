#nullable disable
namespace Azure.Communication.Email;

/// <summary>What became of a send operation.</summary>
public class EmailSendResult
{
    internal EmailSendResult(string id, EmailSendStatus status)
    {
        Id = id;
        Status = status;
    }

    /// <summary>How far the service is.</summary>
    public EmailSendStatus Status { get; }

    internal string Id { get; }
}
