using System.Linq.Expressions;

namespace Caseward.Local.Tables.Filters;

/// <summary>Turns an expression into filter text.</summary>
internal static class ExpressionFilter
{
    public static string Translate<T>(Expression<Func<T, bool>> filter) => throw new NotSupportedException($"{filter}");
}
