using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, never twice at the same time.</summary>
/// <param name="schedule">Six-field NCRONTAB (seconds first, UTC) or a time span; <c>%NAME%</c> is read from the settings.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether to run once when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether occurrences missed while the host was down are made up for, once. Not for schedules under a minute.</summary>
    public bool UseMonitor { get; set; } = true;
}
