namespace Caseward.Local.Tables.Mapping;

/// <summary>The properties that a read asks for. A key or the timestamp is only there when asked for by name; the version always is.</summary>
internal sealed class Selection
{
    private Selection(HashSet<string> names)
    {
        Names = names;
        Properties = [.. names.Where(name => name is not (PropertyName.PartitionKey or PropertyName.RowKey or PropertyName.Timestamp)).Select(name => PropertyName.Of(name))];
    }

    public IReadOnlySet<string> Names { get; }

    /// <summary>Those that are neither keys nor the timestamp.</summary>
    public IReadOnlyList<PropertyName> Properties { get; }

    /// <summary>The selection of a list of names, each of which may hold several, separated by commas; <see langword="null"/> for none.</summary>
    public static Selection? Of(IEnumerable<string>? select)
    {
        HashSet<string> names = [.. (select ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return names.Count == 0 || names.Contains("*") ? null : new Selection(names);
    }
}
