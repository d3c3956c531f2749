using Caseward.Local.Engine.Storage;

namespace Caseward.Local.Engine.Entities;

/// <summary>Something that an operation of an entity sends.</summary>
internal abstract record EntitySending
{
    private EntitySending()
    {
    }

    /// <summary>An operation for another entity, or for the same one.</summary>
    internal sealed record Signal(EntityPosting Posting) : EntitySending;

    /// <summary>An orchestration to begin.</summary>
    internal sealed record Start(NewInstance Instance) : EntitySending;
}
