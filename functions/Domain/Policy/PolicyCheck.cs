using Caseward.Domain.Calendars;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>Everything that a document must satisfy before a case is opened under it. Tells all that is wrong.</summary>
internal static partial class PolicyCheck
{
    private static readonly Duration LongestDigest = Duration.FromDays(1);

    /// <summary>
    /// Whether every list is as long as lists may be. Nothing else is looked at when one is not: the other checks combine lists with each other.
    /// </summary>
    public static bool HasSizesThatCanBeChecked(PolicyDocument document, PolicyFindings findings)
    {
        (string Path, int Count, int Max)[] lists =
        [
            ("/people", document.People.Count, 2_000), ("/calendars", document.Calendars.Count, 100), ("/blackouts", document.Blackouts.Count, 500),
            ("/departments", document.Departments.Count, 100), ("/queues", document.Queues.Count, 500), ("/priorities", document.Priorities.Count, 9),
            ("/levels", document.Levels.Count, 20), ("/promises", document.Promises.Count, 5_000), ("/routing", document.Routing.Count, 500),
            ("/ladders", document.Ladders.Count, 100),
        ];
        foreach ((string path, int count, int max) in lists.Where(list => list.Count > list.Max))
        {
            findings.Add(path, PolicyCodes.TooLarge, $"At most {max}; this has {count}.");
        }

        return findings.Errors.Count == 0;
    }

    /// <summary>Who works where: names, references, sizes.</summary>
    public static void Organisation(PolicyDocument document, PolicyFindings findings)
    {
        Dictionary<string, Person> people = ById(document.People, person => person.Id);
        findings.Add(TextRules.Line("/version", document.Version, max: 64));
        findings.Add(TextRules.Line("/organisation/name", document.Organisation.Name));
        findings.Language("/organisation/language", document.Organisation.Language);
        findings.Reference("/organisation/fallbackRecipient", "person", document.Organisation.FallbackRecipient, people);
        People(document, findings);
        Departments(document, people, findings);
        Queues(document, people, findings);
        Priorities(document, findings);
        findings.Count("/levels", document.Levels, max: 20);
        Levels(document, findings);
        Settings(document, findings);
    }

    private static void People(PolicyDocument document, PolicyFindings findings)
    {
        Dictionary<string, CalendarDefinition> calendars = ById(document.Calendars, calendar => calendar.Id);
        findings.Count("/people", document.People, max: 2_000);
        findings.Ids("/people", "/id", document.People.Select(person => person.Id));
        var addresses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((int index, Person person) in document.People.Index())
        {
            if (!addresses.TryAdd(person.Email, person.Id))
            {
                findings.AddLimit($"/people/{index}/email", PolicyCodes.Duplicate, $"'{addresses[person.Email]}' has this address already, and people sign in by theirs.");
            }

            findings.Add(TextRules.Line($"/people/{index}/name", person.Name));
            findings.Add(TextRules.Email($"/people/{index}/email", person.Email));
            findings.Language($"/people/{index}/language", person.Language);
            findings.Reference($"/people/{index}/noticeHours", "calendar", person.NoticeHours, calendars);
        }
    }

    private static void Departments(PolicyDocument document, Dictionary<string, Person> people, PolicyFindings findings)
    {
        Dictionary<string, CaseQueue> queues = ById(document.Queues, queue => queue.Id);
        Dictionary<string, CalendarDefinition> calendars = ById(document.Calendars, calendar => calendar.Id);
        findings.Count("/departments", document.Departments, max: 100);
        findings.Ids("/departments", "/id", document.Departments.Select(department => department.Id));
        foreach ((int index, Department department) in document.Departments.Index())
        {
            string path = $"/departments/{index}";
            findings.Add(TextRules.Line($"{path}/name", department.Name));
            findings.Reference($"{path}/calendar", "calendar", department.Calendar, calendars);
            findings.Reference($"{path}/manager", "person", department.Manager, people);
            QueueOfTier($"{path}/defaultQueue", department.DefaultQueue, 1);
            QueueOfTier($"{path}/tier2Queue", department.Tier2Queue, 2);
        }

        void QueueOfTier(string path, string id, int tier)
        {
            findings.Reference(path, "queue", id, queues);
            if (queues.TryGetValue(id, out CaseQueue? queue) && queue.Tier != tier)
            {
                findings.Add(path, PolicyCodes.WrongTier, $"'{id}' is a queue of tier {queue.Tier}; this needs one of tier {tier}.");
            }
        }
    }

    private static void Queues(PolicyDocument document, Dictionary<string, Person> people, PolicyFindings findings)
    {
        findings.Count("/queues", document.Queues, max: 500);
        findings.Ids("/queues", "/id", document.Queues.Select(queue => queue.Id));
        foreach ((int index, CaseQueue queue) in document.Queues.Index())
        {
            string path = $"/queues/{index}";
            findings.Add(TextRules.Line($"{path}/name", queue.Name));
            findings.Range($"{path}/tier", queue.Tier, 1, 2);
            findings.References($"{path}/members", "person", queue.Members, people);
            findings.References($"{path}/supervisors", "person", queue.Supervisors, people);
            findings.Count($"{path}/supervisors", queue.Supervisors, MostRecipients, mayBeEmpty: true);
            if (queue.Members.Count == 0)
            {
                findings.Warn($"{path}/members", PolicyCodes.QueueWithoutMembers, $"Nobody but supervisors and managers can take a case from '{queue.Id}'.");
            }

            if (queue.Supervisors.Count == 0)
            {
                findings.Warn($"{path}/supervisors", PolicyCodes.QueueWithoutSupervisor,
                    $"Notices about '{queue.Id}' go to the fallback recipient, '{document.Organisation.FallbackRecipient}'.");
            }
        }
    }

    private static void Priorities(PolicyDocument document, PolicyFindings findings)
    {
        findings.Count("/priorities", document.Priorities, max: 9);
        foreach ((int index, PriorityLevel priority) in document.Priorities.Index())
        {
            findings.Range($"/priorities/{index}/id", priority.Id, 1, 9);
            findings.Add(TextRules.Line($"/priorities/{index}/name", priority.Name));
            if (index > 0 && priority.Id <= document.Priorities[index - 1].Id)
            {
                findings.Add($"/priorities/{index}/id", PolicyCodes.Duplicate, "Write each priority once, the most urgent (1) first.");
            }
        }
    }

    private static void Levels(PolicyDocument document, PolicyFindings findings)
    {
        findings.Ids("/levels", "", document.LevelIds);
        foreach ((int index, ServiceLevel level) in document.Levels.Index())
        {
            findings.Add(TextRules.Line($"/levels/{index}/name", level.Name, required: false));
        }
    }

    private static void Settings(PolicyDocument document, PolicyFindings findings)
    {
        findings.Range("/clocks/gracePercent", document.Clocks.GracePercent, 1, 100);
        if (document.Entitlements is { } entitlements)
        {
            Budget("/entitlements/decision", entitlements.Decision, findings);
            if (entitlements is { Without: WithoutContract.Decide, Decision: null })
            {
                findings.Add("/entitlements/decision", PolicyCodes.BadBudget, "Say until when somebody decides, such as { \"openTime\": \"PT4H\" }.");
            }
        }

        findings.Range("/closing/reopenWindow", document.Closing.ReopenWindow, mayBeZero: false);
        findings.Range("/survey/cooling", document.Survey.Cooling, mayBeZero: true);
        findings.Range("/survey/quietPerContact", document.Survey.QuietPerContact, mayBeZero: true);
        findings.Range("/survey/open", document.Survey.Open, mayBeZero: false);
        findings.Range("/mail/burst", document.Mail.Burst, 1, 10_000);
        findings.Range("/mail/perMinute", document.Mail.PerMinute, 1, 100_000);
        if (document.Notices?.Digest is { } digest)
        {
            findings.Range("/notices/digest/moreThan", digest.MoreThan, 1, 100);
            findings.Range("/notices/digest/within", digest.Within, mayBeZero: false);
            if (digest.Within > LongestDigest)
            {
                findings.Add("/notices/digest/within", PolicyCodes.OutOfRange, "A notice waits for its digest at most a day.");
            }
        }
    }

    private static Dictionary<string, T> ById<T>(IEnumerable<T> items, Func<T, string> id) =>
        items.DistinctBy(id, StringComparer.Ordinal).ToDictionary(id, StringComparer.Ordinal);
}
