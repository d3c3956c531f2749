#nullable disable
namespace Azure.Data.Tables.Models;

/// <summary>Makes what the service answers with, for tests in which a client is mocked.</summary>
public static class TableModelFactory
{
    /// <summary>A table, as the service lists it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="odataType">Seen nowhere.</param>
    /// <param name="odataId">Seen nowhere.</param>
    /// <param name="odataEditLink">Seen nowhere.</param>
    public static TableItem TableItem(string name = null, string odataType = null, string odataId = null, string odataEditLink = null)
    {
        _ = (odataType, odataId, odataEditLink);
        return new TableItem(name);
    }
}
