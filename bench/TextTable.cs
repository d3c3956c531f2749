using System.Text;

namespace Caseward.Bench;

/// <summary>A table for the terminal: the first column to the left, figures to the right.</summary>
internal sealed class TextTable(IReadOnlyList<string> head)
{
    private readonly List<IReadOnlyList<string>> _rows = [head, []];

    public void Row(IReadOnlyList<string> cells) => _rows.Add(cells);

    /// <summary>A line between groups of rows.</summary>
    public void Line() => _rows.Add([]);

    /// <summary>The table, each row ending in a line feed.</summary>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, head.Count).Select(column => _rows.Max(row => row.Count == 0 ? 0 : row[column].Length))];
        var text = new StringBuilder();
        foreach (IReadOnlyList<string> row in _rows)
        {
            IEnumerable<string> cells = row.Count == 0
                ? widths.Select(width => new string('-', width))
                : row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.AppendJoin("  ", cells).Append('\n');
        }

        return text.ToString();
    }
}
