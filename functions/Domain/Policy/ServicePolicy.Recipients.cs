using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>Who plays which part in a case at the moment a notice is decided.</summary>
/// <param name="Department">The case's department.</param>
/// <param name="Queue">The queue that the case was in when the rung's moment came.</param>
/// <param name="ReceivingQueue">The queue that it is in afterwards.</param>
/// <param name="Owner">Who owned it when the rung's moment came.</param>
/// <param name="CallbackAssignee">Who promised to call back.</param>
public sealed record NoticeParts(string Department, string Queue, string ReceivingQueue, string? Owner, string? CallbackAssignee);

public sealed partial class ServicePolicy
{
    /// <summary>
    /// Whom a notice goes to: everybody who plays one of the roles, each once, in the order of the roles. When nobody does, the
    /// supervisors of the queue; when it has none, the fallback recipient: no notice is swallowed (rule E7).
    /// </summary>
    public IReadOnlyList<Person> Recipients(IReadOnlyList<NoticeRole> roles, NoticeParts parts)
    {
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(parts);
        string[] ids = [.. roles.SelectMany(role => InRole(role, parts)).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            ids = [.. InRole(NoticeRole.QueueSupervisors, parts)];
        }

        return ids.Length == 0 ? [FallbackRecipient] : [.. ids.Select(id => _people[id])];
    }

    /// <summary>Who hears what would otherwise reach nobody (rule E7).</summary>
    public Person FallbackRecipient => _people[Document.Organisation.FallbackRecipient];

    /// <summary>Who reads what was decided for a person: they, or the fallback recipient once they have left (rule E7).</summary>
    public Person ReaderFor(string person) => _people.GetValueOrDefault(person) ?? FallbackRecipient;

    /// <summary>
    /// When a notice that is not urgent may reach a person (rule E8): the next opening of their notice hours.
    /// <see langword="null"/> when it may at that instant, and for whoever has no notice hours.
    /// </summary>
    public Instant? NoticeHoursOpen(string person, Instant at) =>
        _noticeHours.TryGetValue(person, out BusinessCalendar? hours) && hours.NextOpen(at) is var open && open > at ? open : null;

    /// <summary>Whether a person may move the cases of a queue (rule E6): a member or supervisor of it, or the manager of its department.</summary>
    public bool MayWorkOn(string person, string queue, string department) =>
        _queues.TryGetValue(queue, out CaseQueue? found)
        && (found.Members.Contains(person) || found.Supervisors.Contains(person) || _departments[department].Manager == person);

    private IEnumerable<string> InRole(NoticeRole role, NoticeParts parts) => role switch
    {
        NoticeRole.Owner => Known(parts.Owner),
        NoticeRole.OwnerOrMembers => parts.Owner is null ? _queues[parts.Queue].Members : Known(parts.Owner),
        NoticeRole.CallbackAssignee => Known(parts.CallbackAssignee),
        NoticeRole.QueueMembers => _queues[parts.Queue].Members,
        NoticeRole.QueueSupervisors => _queues[parts.Queue].Supervisors,
        NoticeRole.ReceivingSupervisors => _queues[parts.ReceivingQueue].Supervisors,
        NoticeRole.DepartmentManager => [_departments[parts.Department].Manager],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role that this version does not know."),
    };

    private IEnumerable<string> Known(string? person) => person is not null && _people.ContainsKey(person) ? [person] : [];
}
