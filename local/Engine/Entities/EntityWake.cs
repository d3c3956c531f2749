using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.Storage;
using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Entities;

/// <summary>There is something in an entity's queue. Stands for no row: whoever takes it reads the queue.</summary>
internal sealed record EntityWake(long Entity) : Message(SessionKey.OfEntity(Entity), null, null)
{
    public override void Remove(LocalConnection db)
    {
    }
}
