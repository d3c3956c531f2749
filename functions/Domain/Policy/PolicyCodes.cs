namespace Caseward.Domain.Policy;

/// <summary>The stable codes of what can be wrong with a policy document; calendars and texts bring their own.</summary>
public static class PolicyCodes
{
    /// <summary>Not JSON at all, or a member given twice.</summary>
    public const string NotJson = "policy.not-json";

    /// <summary>The document or one of its lists is larger than allowed.</summary>
    public const string TooLarge = "policy.too-large";

    /// <summary>A member that the document does not have.</summary>
    public const string UnknownMember = "policy.unknown-member";

    /// <summary>A member that must be given.</summary>
    public const string MissingMember = "policy.missing-member";

    /// <summary>A value of another kind than expected, or one that cannot be read.</summary>
    public const string WrongKind = "policy.wrong-kind";

    /// <summary>A list that must not be empty.</summary>
    public const string Empty = "policy.empty";

    /// <summary>A short name that is not lower-case letters, digits and single dashes, or that Caseward keeps for itself.</summary>
    public const string BadId = "policy.bad-id";

    /// <summary>Something that may be there once is there again.</summary>
    public const string Duplicate = "policy.duplicate";

    /// <summary>A name that leads nowhere.</summary>
    public const string UnknownReference = "policy.unknown-reference";

    /// <summary>A number or duration outside its range.</summary>
    public const string OutOfRange = "policy.out-of-range";

    /// <summary>A queue of another tier than this place needs.</summary>
    public const string WrongTier = "policy.wrong-tier";

    /// <summary>A language that mail is not written in.</summary>
    public const string BadLanguage = "policy.bad-language";

    /// <summary>A budget is not exactly one of open time and working days.</summary>
    public const string BadBudget = "policy.bad-budget";

    /// <summary>A combination of priority, department and level that nothing is promised for.</summary>
    public const string NoPromise = "policy.no-promise";

    /// <summary>A rung without exactly one moment, or with one that its clock does not have.</summary>
    public const string BadMoment = "policy.bad-moment";

    /// <summary>A rung that does nothing, or that would move a case before it is late.</summary>
    public const string BadRung = "policy.bad-rung";

    /// <summary>Warning: nobody can take a case from this queue.</summary>
    public const string QueueWithoutMembers = "policy.queue-without-members";

    /// <summary>Warning: notices about this queue go to the fallback recipient (rule E7).</summary>
    public const string QueueWithoutSupervisor = "policy.queue-without-supervisor";

    /// <summary>Warning: nothing happens when this clock runs out.</summary>
    public const string NoLadder = "policy.no-ladder";

    /// <summary>Warning: a warning before a computed due instant that counts the wall clock (rule K5).</summary>
    public const string WallWarning = "policy.wall-warning";

    /// <summary>Warning: an earlier rule takes every case that this one could take.</summary>
    public const string UnreachableRule = "policy.unreachable-rule";

    /// <summary>A version's name that cannot be written in an address.</summary>
    public const string BadVersion = "policy.bad-version";

    /// <summary>The document names another version than the request is about.</summary>
    public const string VersionDiffers = "policy.version-differs";

    /// <summary>A version of that name exists already; names are unique for ever.</summary>
    public const string VersionTaken = "policy.version-taken";

    /// <summary>The version was activated once, so its text stays.</summary>
    public const string NotADraft = "policy.not-a-draft";

    /// <summary>An activation whose instant has passed.</summary>
    public const string ActivationInPast = "policy.activation-in-past";

    /// <summary>An activation that would change nothing.</summary>
    public const string AlreadyInForce = "policy.already-in-force";

    /// <summary>More activations are waiting than allowed.</summary>
    public const string TooManyScheduled = "policy.too-many-scheduled";

    /// <summary>The version's hours make promises impossible that were given already, and it was not said that this shall be so (rule K7).</summary>
    public const string BreaksPromises = "policy.breaks-promises";

    /// <summary>No activation of the version is waiting.</summary>
    public const string NotScheduled = "policy.not-scheduled";

    /// <summary>Several activations of the version are waiting, and it was not said which one is meant.</summary>
    public const string WhichActivation = "policy.which-activation";

    /// <summary>The version is not in force, or was put into force without moving open cases.</summary>
    public const string NoMigration = "policy.no-migration";

    /// <summary>A promise whose day has come cannot be replaced (requirement D1).</summary>
    public const string PromiseRunning = "policy.promise-running";

    /// <summary>There is no such simulation.</summary>
    public const string SimulationUnknown = "policy.simulation-unknown";

    /// <summary>The simulation has ended.</summary>
    public const string SimulationOver = "policy.simulation-over";

    /// <summary>Warning: a promise whose day lies before today.</summary>
    public const string PromiseBackdated = "policy.promise-backdated";

    /// <summary>A promise or a rung whose moment lies further away than anybody waits, because its calendar is hardly ever open (rule K8).</summary>
    public const string NeverDue = "policy.never-due";

    /// <summary>Warning: open time written in days, each of which is 24 hours of it and not a working day.</summary>
    public const string DaysOfOpenTime = "policy.days-of-open-time";

    /// <summary>Warning: a promise for a level that a promise for a department goes before.</summary>
    public const string HiddenPromise = "policy.hidden-promise";

    /// <summary>Warning: a blackout of queues that no case goes to first.</summary>
    public const string BlackoutOfNobody = "policy.blackout-of-nobody";

    /// <summary>Warning: a promise that leaves out what was promised before it.</summary>
    public const string PromisesLess = "policy.promises-less";
}
