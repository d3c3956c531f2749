using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Links;

/// <summary>Where the app is reached.</summary>
internal sealed record LinksOptions
{
    public const string Section = "Links";

    /// <summary>What links in mails start with, without a slash at the end.</summary>
    /// <value>Required outside development, where it is <c>http://localhost:7071</c> when absent.</value>
    public string PublicUrl { get; set; } = "";
}

/// <summary>Fills in what development may leave out.</summary>
internal sealed class LinksDefaults(IHostEnvironment environment) : IPostConfigureOptions<LinksOptions>
{
    public void PostConfigure(string? name, LinksOptions options) =>
        options.PublicUrl = options.PublicUrl.Length == 0 && environment.IsDevelopment() ? "http://localhost:7071" : options.PublicUrl.TrimEnd('/');
}

/// <summary>Refuses to start with links that lead nowhere.</summary>
internal sealed class LinksOptionsCheck : IValidateOptions<LinksOptions>
{
    public ValidateOptionsResult Validate(string? name, LinksOptions options) =>
        Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out Uri? url) && url.Scheme is "https" or "http" && url.Query.Length == 0 && url.Fragment.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Set Links__PublicUrl to the address at which people reach the app, such as https://care.example.com.");
}
