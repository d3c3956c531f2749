using System.Globalization;
using System.Text;

namespace Caseward.Bench.Scale;

/// <summary>Draws what a case costs over how many are open: both axes logarithmic, one line for each figure, each as a multiple of its first value.</summary>
internal static class ScalePlot
{
    private const int Width = 720;
    private const int Height = 360;
    private const int Left = 60;
    private const int Right = 170;
    private const int Top = 20;
    private const int Bottom = 50;
    private const double LeastMultiple = 0.25;
    private const double MostMultiple = 16;

    private static readonly string[] Colours = ["#0b6e4f", "#1f4e9c", "#b3541e", "#7a3b8f", "#444444"];

    /// <returns>An SVG document.</returns>
    /// <param name="sizes">How many cases were open.</param>
    /// <param name="lines">The name of each line, and its value at each size.</param>
    public static string Draw(IReadOnlyList<int> sizes, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> lines)
    {
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append(Invariant($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n"));
        for (double multiple = LeastMultiple; multiple <= MostMultiple; multiple *= 2)
        {
            double y = Y(multiple);
            svg.Append(Invariant($"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Right}\" y2=\"{y:F1}\" stroke=\"{(multiple == 1 ? "#888888" : "#dddddd")}\"/>\n"));
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">×{multiple}</text>\n"));
        }

        foreach (int size in sizes)
        {
            svg.Append(Invariant($"<text x=\"{X(sizes, size):F1}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{size:N0}</text>\n"));
        }

        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">open cases</text>\n"));
        for (int line = 0; line < lines.Count; line++)
        {
            (string name, IReadOnlyList<double> values) = lines[line];
            string points = string.Join(' ', sizes.Zip(values, (size, value) => Invariant($"{X(sizes, size):F1},{Y(value / values[0]):F1}")));
            svg.Append(Invariant($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[line % Colours.Length]}\" stroke-width=\"2\"/>\n"));
            svg.Append(Invariant($"<text x=\"{Width - Right + 10}\" y=\"{Top + 14 + (line * 18)}\" fill=\"{Colours[line % Colours.Length]}\">{name}</text>\n"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double X(IReadOnlyList<int> sizes, int size)
    {
        double width = Math.Max(Math.Log((double)sizes[^1] / sizes[0]), double.Epsilon);
        return Left + ((Width - Right - Left) * Math.Log((double)size / sizes[0]) / width);
    }

    private static double Y(double multiple)
    {
        double share = Math.Log(Math.Clamp(multiple, LeastMultiple, MostMultiple) / LeastMultiple) / Math.Log(MostMultiple / LeastMultiple);
        return Height - Bottom - ((Height - Bottom - Top) * share);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
