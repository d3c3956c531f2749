using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Entities;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Client;

/// <summary>What all clients of one engine share.</summary>
internal sealed record EngineAccess(
    LocalDatabase Database, SessionTable Sessions, InstanceCommands Commands, InstancePurge Purge, InstanceRewind Rewind, EntityCommands Entities, InstanceWaiters Waiters, TimeProvider Clock, DurableBackend Backend)
{
    /// <summary>Whether a start or restart that names no statuses replaces a live instance of its id.</summary>
    public bool ReplacesLiveInstances { get; init; }
}
