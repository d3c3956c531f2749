namespace Azure.Data.Tables;

/// <summary>What an update does with properties that the given entity does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay as they are.</summary>
    Merge = 0,

    /// <summary>They are removed.</summary>
    Replace = 1,
}
