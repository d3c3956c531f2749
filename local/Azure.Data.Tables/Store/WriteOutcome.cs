namespace Caseward.Local.Tables;

/// <summary>What became of a row's write: its new stamp, or why it was refused.</summary>
internal readonly record struct WriteOutcome(long Stamp, TableRefusal? Refusal);
