using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Caseward.Local.Hosting.Pages;

/// <summary>HTML that is safe to send. Whatever is put into its holes is escaped, unless it is markup itself.</summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    public static Markup Empty => default;

    /// <summary>Takes the text of an interpolated string as HTML and escapes its holes.</summary>
    public static Markup Of(MarkupBuilder html) => new(html.ToString());

    /// <summary>Takes HTML as it is; only for what this assembly wrote itself.</summary>
    public static Markup Trusted(string html) => new(html);

    public static Markup Join(IEnumerable<Markup> parts, string between = "") => new(string.Join(between, parts));

    /// <summary>An instant for people and programs.</summary>
    public static Markup Time(DateTimeOffset? instant) => instant is { } at
        ? Of($"""<time datetime="{at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}</time>""")
        : Of($"""<span class="quiet">–</span>""");

    public override string ToString() => _html ?? "";

    /// <summary>Puts the pieces of an interpolated string together.</summary>
    [InterpolatedStringHandler]
    internal readonly struct MarkupBuilder(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _html = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(Markup html) => _html.Append(html.ToString());

        public void AppendFormatted(IEnumerable<Markup> parts) => _html.AppendJoin("", parts);

        public void AppendFormatted(string? text) => _html.Append(text is null ? "" : HtmlEncoder.Default.Encode(text));

        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(double number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        public override string ToString() => _html.ToString();
    }
}
