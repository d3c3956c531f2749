namespace Caseward.Local.Engine;

/// <summary>What the engine does to prove that the application does not mind. All of it may happen in Azure, only rarely.</summary>
[Flags]
public enum DurableChaos
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every activity runs twice; the first result is lost.</summary>
    RunActivitiesTwice = 1,

    /// <summary>
    /// Every event that a client raises is delivered twice, and once more after a later one for that instance; every second one for an instance comes late,
    /// after the next one for it when that is there within a moment.
    /// </summary>
    DisorderEvents = 2,

    /// <summary>Every third event that clients raise for an instance is lost, although the client was told that it arrived.</summary>
    LoseEvents = 4,
}
