using System.ComponentModel.DataAnnotations;

namespace Caseward.App.Signing;

/// <summary>The secret behind everything that leaves the app and comes back: continuation tokens, links in mails, message ids.</summary>
internal sealed record SigningOptions
{
    public const string Section = "Signing";

    /// <summary>The secret, at least 32 characters.</summary>
    /// <value>Required outside development; in development a known key is used when it is absent.</value>
    [MinLength(32)]
    public string? Key { get; init; }
}
