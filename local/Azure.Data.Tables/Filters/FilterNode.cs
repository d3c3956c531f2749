namespace Caseward.Local.Tables.Filters;

/// <summary>
/// A filter as a tree. A comparison with a property that a row lacks, or holds as another type, is false, so that <c>ne</c> does not
/// find such rows either.
/// </summary>
internal abstract record FilterNode
{
    /// <summary>Whether a row passes.</summary>
    public abstract bool Matches(in StoredRow row);
}

/// <summary>Both must pass.</summary>
internal sealed record AndNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Matches(in StoredRow row) => Left.Matches(row) && Right.Matches(row);
}

/// <summary>One must pass.</summary>
internal sealed record OrNode(FilterNode Left, FilterNode Right) : FilterNode
{
    public override bool Matches(in StoredRow row) => Left.Matches(row) || Right.Matches(row);
}

/// <summary>It must not pass.</summary>
internal sealed record NotNode(FilterNode Operand) : FilterNode
{
    public override bool Matches(in StoredRow row) => !Operand.Matches(row);
}

/// <summary>A property compared with a value.</summary>
internal sealed record ComparisonNode(PropertyName Property, FilterOperator Operator, FilterLiteral Value) : FilterNode
{
    public override bool Matches(in StoredRow row) => Compared(row) is { } order && Operator switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.Greater => order > 0,
        FilterOperator.GreaterOrEqual => order >= 0,
        FilterOperator.Less => order < 0,
        _ => order <= 0,
    };

    private int? Compared(in StoredRow row)
    {
        switch (Property.Text)
        {
            case PropertyName.PartitionKey:
                return Value.CompareKey(row.PartitionKey);
            case PropertyName.RowKey:
                return Value.CompareKey(row.RowKey);
            case PropertyName.Timestamp:
                return Value.CompareInstant(row.Stamp);
            default:
                var property = new PropertyReader(row.Properties);
                return property.MoveTo(Property.Utf8) ? Value.CompareProperty(property) : null;
        }
    }
}
