namespace Caseward.Domain.Policy;

/// <summary>
/// What a calendar is asked for. It decides whose hours count, and blackouts close a calendar for some uses only (rule K7).
/// </summary>
public enum CalendarUse
{
    /// <summary>Whether somebody of the desk is in; the desk's own clocks. No blackout closes it.</summary>
    Office,

    /// <summary>The clocks that run until the customer has an answer.</summary>
    Response,

    /// <summary>The resolution clock.</summary>
    LeadTime,

    /// <summary>Appointments and callbacks.</summary>
    Appointments,

    /// <summary>Whether the customer's hours are open; clocks whose due instant was agreed. No blackout closes it.</summary>
    Customer,
}
