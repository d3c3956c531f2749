namespace Caseward.App.Identity;

/// <summary>Who may call an HTTP function. A function that says neither this nor <see cref="OpenToAllAttribute"/> is closed to everybody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AllowedForAttribute(Roles roles) : Attribute
{
    /// <summary>Any one of these is enough.</summary>
    public Roles Roles { get; } = roles;
}

/// <summary>Anybody may call the HTTP function, because of what it says here.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpenToAllAttribute(string because) : Attribute
{
    /// <summary>Why that is safe.</summary>
    public string Because { get; } = because;
}
