using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Instances;

/// <summary>An entity in a list.</summary>
/// <param name="Id">Its id, <c>@name@key</c>.</param>
/// <param name="HasState">Whether it exists for clients.</param>
/// <param name="Modified">When an operation last ran.</param>
/// <param name="LockedBy">The orchestration that has locked it.</param>
internal sealed record EntityLine(string Id, bool HasState, DateTimeOffset Modified, string? LockedBy);

/// <summary>A page of a list.</summary>
/// <param name="Entities">What was found.</param>
/// <param name="Next">Where to go on; null at the end.</param>
internal sealed record EntityPage(IReadOnlyList<EntityLine> Entities, string? Next);

/// <summary>An entity with its state, for people and scripts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Modified">When an operation last ran.</param>
/// <param name="LockedBy">The orchestration that has locked it.</param>
/// <param name="Waiting">Operations that have not run.</param>
/// <param name="State">Its state; null when it does not exist for clients.</param>
internal sealed record EntityView(string Id, DateTimeOffset Modified, string? LockedBy, int Waiting, Excerpt? State);
