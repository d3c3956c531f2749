#nullable disable
namespace Azure.Data.Tables.Models;

/// <summary>A table, as the service lists it.</summary>
public class TableItem
{
    /// <summary>A table of that name.</summary>
    /// <param name="name">The name, in the letter case it was created with.</param>
    public TableItem(string name) => Name = name;

    /// <summary>The name, in the letter case it was created with.</summary>
    public string Name { get; }
}
