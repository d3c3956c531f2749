namespace Caseward.Local.Hosting;

/// <summary>
/// The runtime cannot start as it is set up. The message is for the person who started it: one line that says what is wrong and what
/// to do about it.
/// </summary>
internal sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
