namespace Caseward.Local.Storage;

/// <summary>What one part of Caseward Local keeps in the file, and how a file of an older version comes to it.</summary>
/// <param name="Name">Name of the part, for example <c>tables</c>.</param>
/// <param name="Migrations">SQL scripts; index + 1 is the version that a script leads to. Only ever append.</param>
public sealed record SchemaPart(string Name, params IReadOnlyList<string> Migrations);
