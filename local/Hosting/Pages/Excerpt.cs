using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caseward.Local.Hosting.Pages;

/// <summary>The beginning of a text that may be long, and where all of it is.</summary>
/// <param name="Text">The text, or its beginning.</param>
/// <param name="Length">The characters of the whole text.</param>
/// <param name="Cut">Whether something is left out.</param>
/// <param name="Raw">The address of the whole text.</param>
internal sealed record Excerpt(string Text, int Length, bool Cut, string Raw)
{
    private const int Most = 2000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The beginning of a text; null for none.</summary>
    public static Excerpt? Of(string? text, string raw) => text is null ? null : new Excerpt(Begin(text, Most), text.Length, text.Length > Most, raw);

    /// <summary>At most so many characters, never half of one.</summary>
    public static string Begin(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>JSON with a line for each member; anything else as it is.</summary>
    public Markup ToMarkup() => Markup.Of(
        $"""<pre tabindex="0">{(Cut ? Text + "…" : Readable(Text))}</pre><p class="quiet">{Length} characters · <a href="{Raw}">raw text</a></p>""");

    private static string Readable(string text)
    {
        try
        {
            return JsonNode.Parse(text)?.ToJsonString(Indented) ?? text;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return text; // no JSON, or JSON with half a symbol
        }
    }
}
