namespace Caseward.Local.Tables.Filters;

/// <summary>Turns an interpolated string into filter text, its holes quoted and escaped.</summary>
internal static class InterpolatedFilter
{
    public static string Create(FormattableString filter) => throw new NotSupportedException($"{filter}");
}
