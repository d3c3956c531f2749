using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>An entity that wants to know when the operations that were run together are over, whether they succeeded or not.</summary>
internal interface IEntityBatch : ITaskEntity
{
    /// <summary>No further operation comes.</summary>
    Task EndAsync();
}
