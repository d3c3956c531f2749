using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.App.Policy;

/// <summary>What a form can offer.</summary>
internal sealed record PolicyChoices
{
    public required string Version { get; init; }

    /// <summary>The organisation's name.</summary>
    public required string Organisation { get; init; }

    /// <summary>The language of whoever does not choose one.</summary>
    public required string Language { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    public required IReadOnlyList<CaseType> Types { get; init; }

    public required IReadOnlyList<NamedChoice> Departments { get; init; }

    /// <summary>Most urgent first.</summary>
    public required IReadOnlyList<PriorityLevel> Priorities { get; init; }

    /// <summary>Service levels; not told to customers, like everything below.</summary>
    public IReadOnlyList<string>? Levels { get; init; }

    public IReadOnlyList<QueueChoice>? Queues { get; init; }

    public IReadOnlyList<NamedChoice>? People { get; init; }

    public static PolicyChoices Of(PolicyDocument document, bool forCustomer) => new()
    {
        Version = document.Version,
        Organisation = document.Organisation.Name,
        Language = document.Organisation.Language,
        Languages = ["nl", "es", "en"],
        Types = Enum.GetValues<CaseType>(),
        Departments = [.. document.Departments.Select(department => new NamedChoice(department.Id, department.Name))],
        Priorities = document.Priorities,
        Levels = forCustomer ? null : [.. document.LevelIds],
        Queues = forCustomer ? null : [.. document.Queues.Select(queue => new QueueChoice(queue.Id, queue.Name, queue.Tier, queue.Members, queue.Supervisors))],
        People = forCustomer ? null : [.. document.People.Select(person => new NamedChoice(person.Id, person.Name))],
    };
}

/// <summary>Something to choose.</summary>
/// <param name="Id">What is sent.</param>
/// <param name="Name">What people read.</param>
internal sealed record NamedChoice(string Id, string Name);

/// <summary>A queue to choose.</summary>
internal sealed record QueueChoice(string Id, string Name, int Tier, IReadOnlyList<string> Members, IReadOnlyList<string> Supervisors);
