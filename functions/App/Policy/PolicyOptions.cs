namespace Caseward.App.Policy;

/// <summary>Which policy document is in force until another one is activated.</summary>
internal sealed class PolicyOptions
{
    public const string Section = "Policy";

    /// <summary>The name of a document that ships with the app; in force until a version is activated over HTTP.</summary>
    /// <value><c>default</c> (the organisation of the handbook) or <c>tour</c> (the same one with deadlines of seconds). The default is <c>default</c>.</value>
    public string Document { get; set; } = "default";
}
