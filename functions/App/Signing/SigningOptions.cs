using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Signing;

/// <summary>The secret behind everything that leaves the app and comes back: continuation tokens, links in mails, addresses of cases.</summary>
internal sealed record SigningOptions
{
    public const string Section = "Signing";

    /// <summary>Signs while developing, so that nothing has to be set up. Everybody knows it, so it is refused anywhere else.</summary>
    public const string DevelopmentKey = "known to everybody, good for development only";

    /// <summary>The secret, at least 32 characters. A new one ends every link that is out.</summary>
    /// <value>Required outside development; in development a known key is used when it is absent.</value>
    public string Key { get; set; } = "";
}

/// <summary>Fills in what development may leave out.</summary>
internal sealed class SigningDefaults(IHostEnvironment environment) : IPostConfigureOptions<SigningOptions>
{
    public void PostConfigure(string? name, SigningOptions options) =>
        options.Key = options.Key.Length == 0 && environment.IsDevelopment() ? SigningOptions.DevelopmentKey : options.Key;
}

/// <summary>Refuses to start with a key that others could know.</summary>
internal sealed class SigningOptionsCheck(IHostEnvironment environment) : IValidateOptions<SigningOptions>
{
    private const int ShortestKey = 32;

    public ValidateOptionsResult Validate(string? name, SigningOptions options) =>
        options.Key.Length >= ShortestKey && (options.Key != SigningOptions.DevelopmentKey || environment.IsDevelopment())
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Set Signing__Key to a secret of your own of at least {ShortestKey} characters, for example a Key Vault reference.");
}
