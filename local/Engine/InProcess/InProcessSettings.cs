namespace Caseward.Local.Engine;

/// <summary>Lets tests of the engine run an in-process host with other settings, for example with chaos.</summary>
internal sealed record InProcessSettings(Func<DurableEngineOptions, DurableEngineOptions> Change);
