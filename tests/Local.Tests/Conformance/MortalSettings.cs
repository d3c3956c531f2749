using Caseward.Local.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Caseward.Conformance;

/// <summary>What each engine of a <see cref="MortalClient"/> is made of.</summary>
internal sealed record MortalSettings(string File, DurableTaskRegistry Registry, DurableEngineOptions Engine, DurableTaskClientOptions Client);
