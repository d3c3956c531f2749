using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Caseward.App.Mail;
using Caseward.App.Policy;
using Caseward.App.Templates;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using HandlebarsDotNet;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Caseward.App.Links;

/// <summary>
/// The small pages behind the links in mails: one template per page, the words in a file per language. They load nothing, run no script,
/// cannot be framed, and never tell another site the address they were opened with.
/// </summary>
internal sealed class LinkPages
{
    private readonly PolicyCatalog _policies;
    private readonly IHandlebars _html = TemplateEngine.Html();
    private readonly FrozenDictionary<string, HandlebarsTemplate<object, object>> _pages;
    private readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> _texts;
    private readonly string _css = TemplateEngine.Read("pages/page.css").Trim();
    private readonly string _contentPolicy;

    public LinkPages(PolicyCatalog policies)
    {
        _policies = policies;
        _pages = new[] { "layout", "survey", "thanks", "confirm", "said" }
            .ToFrozenDictionary(page => page, page => _html.Compile(TemplateEngine.Read($"pages/{page}.hbs")));
        _texts = MailTemplates.Languages.ToFrozenDictionary(
            language => language,
            language => (IReadOnlyDictionary<string, string>)JsonSerializer.Deserialize<Dictionary<string, string>>(TemplateEngine.Read($"pages/texts.{language}.json"))!);
        string style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_css)));
        _contentPolicy = $"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /// <summary>The words of a language.</summary>
    public IReadOnlyDictionary<string, string> Texts(string language) => _texts.GetValueOrDefault(language) ?? _texts["en"];

    /// <summary>A page about a case, in the case's language.</summary>
    public async Task<IActionResult> ShowAsync(HttpRequest request, int status, string page, string titleKey, LinkPage model)
    {
        model = model with { T = Texts(model.Language) };
        return await WriteAsync(request, status, model.Language, model.T[titleKey], _pages[page](model));
    }

    /// <summary>Until when a link is good, in words, on the clock of the case's department.</summary>
    public async Task<string> ExpiryAsync(HttpRequest request, OpenedLink link)
    {
        ServicePolicy policy = await _policies.VersionAsync(link.State.PolicyVersion, request.HttpContext.RequestAborted);
        return SpokenTime.At(link.Link.ExpiresAt, policy.Zone(link.State.Department), link.State.Language);
    }

    /// <summary>A page that says one thing, in the case's language when it is known which case it is about.</summary>
    public async Task<IActionResult> SayAsync(HttpRequest request, int status, string what, CaseState? about = null)
    {
        string language = about?.Language ?? (await OrganisationAsync(request)).Language;
        IReadOnlyDictionary<string, string> texts = Texts(language);
        string heading = texts[what + "Title"];
        var model = new SaidPage
        {
            Language = language,
            Number = about?.Number.Value,
            Subject = about?.Subject,
            Heading = heading,
            Text = texts[what + "Text"],
            T = texts,
        };
        return await WriteAsync(request, status, language, heading, _pages["said"](model));
    }

    private async Task<Organisation> OrganisationAsync(HttpRequest request) =>
        (await _policies.CurrentAsync(request.HttpContext.RequestAborted)).Document.Organisation;

    private async Task<ContentResult> WriteAsync(HttpRequest request, int status, string language, string title, string body)
    {
        string organisation = (await OrganisationAsync(request)).Name;
        IHeaderDictionary headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = _contentPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        headers.ContentLanguage = language;
        return new ContentResult
        {
            StatusCode = status,
            ContentType = "text/html; charset=utf-8",
            Content = _pages["layout"](new { language, title, organisation, css = _css, body = body.Trim() }),
        };
    }
}

/// <summary>What every page can say.</summary>
internal abstract record LinkPage
{
    public required string Language { get; init; }

    public string? Number { get; init; }

    /// <summary>The case's subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The words of the language.</summary>
    public IReadOnlyDictionary<string, string> T { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <summary>A page that says one thing.</summary>
internal sealed record SaidPage : LinkPage
{
    public required string Heading { get; init; }

    public required string Text { get; init; }
}
