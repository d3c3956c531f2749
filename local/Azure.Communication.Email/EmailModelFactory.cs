#nullable disable
namespace Azure.Communication.Email;

/// <summary>Makes the models that only the service makes otherwise, for tests.</summary>
public static class EmailModelFactory
{
    /// <summary>A result of a send operation.</summary>
    /// <param name="id">The operation's id.</param>
    /// <param name="status">Its status.</param>
    public static EmailSendResult EmailSendResult(string id = null, EmailSendStatus status = default) => new(id, status);
}
