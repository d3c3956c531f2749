using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>The one rule that the type of entity ids cannot keep by itself. The package breaks it with two types of exception.</summary>
internal static class EntityIds
{
    /// <exception cref="ArgumentException">The id is the default value, which names nothing.</exception>
    public static void CheckTarget(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentException("The entity id names no entity.", nameof(id));
        }
    }

    /// <exception cref="ArgumentNullException">The id is the default value, which names nothing.</exception>
    public static void Check(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentNullException(nameof(id), "The entity id names no entity.");
        }
    }
}
