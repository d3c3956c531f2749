namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an instance can be watched and acted on over HTTP. The addresses are for whoever started it; they carry what they need.</summary>
public class HttpManagementPayload
{
    /// <summary>The instance's id.</summary>
    public string? Id { get; internal set; }

    /// <summary><c>DELETE</c> purges it.</summary>
    public string? PurgeHistoryDeleteUri { get; internal set; }

    /// <summary>Not given out.</summary>
    public string? RestartPostUri { get; internal set; }

    /// <summary><c>POST</c> resumes it.</summary>
    public string? ResumePostUri { get; internal set; }

    /// <summary>Not given out.</summary>
    public string? RewindPostUri { get; internal set; }

    /// <summary><c>POST</c> of JSON raises the event whose name takes the place of <c>{eventName}</c>.</summary>
    public string? SendEventPostUri { get; internal set; }

    /// <summary><c>GET</c> says how it is: 202 as long as it runs.</summary>
    public string? StatusQueryGetUri { get; internal set; }

    /// <summary><c>POST</c> suspends it.</summary>
    public string? SuspendPostUri { get; internal set; }

    /// <summary><c>POST</c> terminates it.</summary>
    public string? TerminatePostUri { get; internal set; }
}
