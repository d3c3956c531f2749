using Microsoft.Extensions.Options;

namespace Caseward.App.Policy;

/// <summary>Which policy document is in force until another one is activated.</summary>
internal sealed class PolicyOptions
{
    public const string Section = "Policy";

    /// <summary>The name of a document that ships with the app; in force until a version is activated over HTTP.</summary>
    /// <value><c>default</c> (the organisation of the handbook) or <c>tour</c> (the same one with deadlines of seconds). The default is <c>default</c>.</value>
    public string Document { get; set; } = "default";
}

/// <summary>Refuses to start with a policy that does not ship.</summary>
internal sealed class PolicyOptionsCheck : IValidateOptions<PolicyOptions>
{
    public ValidateOptionsResult Validate(string? name, PolicyOptions options) => ShippedPolicies.Names().Contains(options.Document)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"There is no policy document '{options.Document}'. Set {PolicyOptions.Section}__{nameof(PolicyOptions.Document)} to one of: {string.Join(", ", ShippedPolicies.Names())}.");
}
