namespace Caseward.Domain.Policy;

/// <summary>
/// What decides on which calendar a case's clocks run. The customer's clocks follow the service level, else the queue that the case was
/// first routed to, else the department, so that moving a case never moves what was promised; the desk's own clocks follow the queue
/// that the case is in, else the department.
/// </summary>
/// <param name="Department">The department.</param>
/// <param name="Level">The customer's service level; absent when it is not known yet.</param>
/// <param name="HomeQueue">The queue that the case was first routed to; absent when it is not routed yet.</param>
/// <param name="Queue">The queue that it is in.</param>
public readonly record struct CaseScope(string Department, string? Level = null, string? HomeQueue = null, string? Queue = null)
{
    /// <summary>The scope of a case that comes in now: the queue it goes to is its home.</summary>
    public static CaseScope OfNew(string department, string level, string queue) => new(department, level, queue, queue);
}
