using System.Globalization;

namespace Caseward.Local.Engine.Storage;

/// <summary>Whom a message or a timer is for: an instance or an entity. Their numbers are counted apart, so a number alone does not say.</summary>
internal readonly record struct SessionKey
{
    private SessionKey(bool isEntity, long number)
    {
        IsEntity = isEntity;
        Number = number;
    }

    public bool IsEntity { get; }

    /// <summary>The key of the instance's or the entity's row.</summary>
    public long Number { get; }

    /// <summary>How it stands in a column that holds both kinds.</summary>
    public long Column => IsEntity ? -Number : Number;

    public static SessionKey OfInstance(long key) => new(isEntity: false, key);

    public static SessionKey OfEntity(long key) => new(isEntity: true, key);

    public static SessionKey FromColumn(long column) => new(column < 0, Math.Abs(column));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsEntity ? "entity" : "instance")} {Number}");
}
