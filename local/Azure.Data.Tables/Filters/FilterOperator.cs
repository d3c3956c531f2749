namespace Caseward.Local.Tables.Filters;

/// <summary>How a property is compared with a value.</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}
