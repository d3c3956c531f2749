using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Caseward.App.Templates;
using Caseward.Domain.Cases;
using HandlebarsDotNet;

namespace Caseward.App.Mail;

/// <summary>What a mail says.</summary>
/// <param name="Subject">Without the case's number.</param>
/// <param name="Text">The whole of it as plain text.</param>
/// <param name="Html">The whole of it as HTML, with nothing to load from elsewhere.</param>
internal sealed record MailContent(string Subject, string Text, string Html);

/// <summary>
/// The texts of mails: one file per kind and language, <c>{kind}.{language}.hbs</c>, with a section per part, inside a layout per
/// language.
/// </summary>
internal sealed partial class MailTemplates
{
    /// <summary>The languages that everything exists in.</summary>
    public static readonly IReadOnlyList<string> Languages = ["nl", "es", "en"];

    private readonly IHandlebars _html = TemplateEngine.Html();
    private readonly IHandlebars _text = TemplateEngine.Text();
    private readonly string _css = TemplateEngine.Read("mail/layout.css").Trim();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, HandlebarsTemplate<object, object>>> _files = new(StringComparer.Ordinal);

    /// <summary>Fills in the mail of a kind in a language.</summary>
    public MailContent Fill(NoticeKind kind, string language, MailModel model)
    {
        model = Spelled(kind, language, model);
        string subject = Section(kind, language, "subject", model);
        var layout = new LayoutModel(model, subject, _css);
        return new MailContent(
            subject,
            InLayout(language, "text", layout with { Body = Section(kind, language, "text", model) }),
            InLayout(language, "html", layout with { Body = Section(kind, language, "html", model) }));
    }

    /// <summary>The mail of a kind in one line, for a digest.</summary>
    public string Line(NoticeKind kind, string language, MailModel model) => Section(kind, language, "line", Spelled(kind, language, model)).ReplaceLineEndings(" ");

    /// <summary>Fills in one section of a kind's file.</summary>
    public string Section(NoticeKind kind, string language, string section, MailModel model) =>
        Tidy(File(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), language)[section](model));

    private MailModel Spelled(NoticeKind kind, string language, MailModel model) =>
        model is DeadlineMail deadline
            ? deadline with { Says = Section(kind, language, $"is{deadline.Topic}", model), Advice = Section(kind, language, $"do{deadline.Topic}", model) }
            : model;

    private string InLayout(string language, string part, LayoutModel model) => Tidy(File("layout", language)[part](model)) + "\n";

    private IReadOnlyDictionary<string, HandlebarsTemplate<object, object>> File(string name, string language)
    {
        string known = Languages.Contains(language) ? language : "en";
        return _files.GetOrAdd($"mail/{name}.{known}.hbs", Compile);
    }

    private Dictionary<string, HandlebarsTemplate<object, object>> Compile(string resource) =>
        SectionHeading().Split(TemplateEngine.Read(resource))
            .Skip(1)
            .Chunk(2)
            .ToDictionary(pair => pair[0], pair => (pair[0] == "html" ? _html : _text).Compile(pair[1]));

    // Sentences that are left out must not leave holes.
    private static string Tidy(string text) => BlankLines().Replace(text, "\n\n").Trim();

    [GeneratedRegex(@"^=== (?<name>\w+)\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SectionHeading();

    [GeneratedRegex(@"\n(?:[ \t]*\n){2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlankLines();

    private sealed record LayoutModel(MailModel Mail, string Title, string Css)
    {
        public string Organisation => Mail.Organisation;

        public string Number => Mail.Number;

        public bool ToCustomer => Mail.ToCustomer;

        public string Body { get; init; } = "";
    }
}
