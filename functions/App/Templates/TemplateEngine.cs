using System.Net;
using HandlebarsDotNet;

namespace Caseward.App.Templates;

/// <summary>Reads and compiles the templates that are embedded in the app. A placeholder that the model does not know is an error, never an empty place.</summary>
internal static class TemplateEngine
{
    /// <summary>For HTML: everything that is filled in is escaped; <c>{{lines text}}</c> also keeps its line breaks.</summary>
    public static IHandlebars Html()
    {
        IHandlebars html = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true });
        html.RegisterHelper("lines", (writer, _, arguments) =>
            writer.WriteSafeString(WebUtility.HtmlEncode($"{arguments[0]}").ReplaceLineEndings("<br>\n")));
        return html;
    }

    /// <summary>For plain text: filled in as it is.</summary>
    public static IHandlebars Text() =>
        Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });

    /// <summary>An embedded file; <see langword="null"/> when there is none of that name.</summary>
    public static string? Find(string resource)
    {
        using Stream? stream = typeof(TemplateEngine).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>An embedded file.</summary>
    public static string Read(string resource) =>
        Find(resource) ?? throw new InvalidOperationException($"The template '{resource}' is not part of this build.");
}
