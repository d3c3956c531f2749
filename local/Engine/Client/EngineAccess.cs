using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Client;

/// <summary>What all clients of one engine share.</summary>
internal sealed record EngineAccess(
    LocalDatabase Database, InstanceCommands Commands, InstancePurge Purge, InstanceWaiters Waiters, TimeProvider Clock, DurableBackend Backend);
