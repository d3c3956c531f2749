namespace Caseward.Local.Engine;

/// <summary>What the engine does twice to prove that the application does not mind. All of it may happen in Azure, only rarely.</summary>
[Flags]
public enum DurableChaos
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every activity runs twice; the first result is lost.</summary>
    RunActivitiesTwice = 1,

    /// <summary>Every event that a client raises is delivered twice.</summary>
    DeliverEventsTwice = 2,
}
