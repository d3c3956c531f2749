namespace Caseward.Local.Tables;

/// <summary>A row as the database holds it.</summary>
internal readonly record struct StoredRow(byte[] PartitionKey, byte[] RowKey, long Stamp, byte[] Properties)
{
    /// <summary>This row's properties, overlaid with those of a merge.</summary>
    /// <exception cref="TableRefusedException">400: together they are too many or too large.</exception>
    public byte[] MergedWith(byte[] changes)
    {
        PropertyWriter writer = PropertyWriter.Start(KeyBytes.Decode(PartitionKey), KeyBytes.Decode(RowKey));
        var kept = new PropertyReader(Properties);
        while (kept.MoveNext())
        {
            var changed = new PropertyReader(changes);
            writer.Copy(changed.MoveTo(kept.Name) ? changed : kept);
        }

        var added = new PropertyReader(changes);
        while (added.MoveNext())
        {
            if (!new PropertyReader(Properties).MoveTo(added.Name))
            {
                writer.Copy(added);
            }
        }

        return writer.Finish();
    }
}
