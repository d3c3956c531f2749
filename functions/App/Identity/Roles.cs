namespace Caseward.App.Identity;

/// <summary>What somebody may be towards the service; a supervisor is an agent too, and a manager both.</summary>
[Flags]
internal enum Roles
{
    None = 0,
    Customer = 1,
    Agent = 2,
    Supervisor = 4,
    Manager = 8,
    Integration = 16,

    /// <summary>Everybody who works here.</summary>
    Staff = Agent | Supervisor | Manager,
}
