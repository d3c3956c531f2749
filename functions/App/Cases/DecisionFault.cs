using System.Text.Json;

namespace Caseward.App.Cases;

/// <summary>Tells a case that cannot be decided from trouble around it.</summary>
internal static class DecisionFault
{
    /// <summary>
    /// Whether the case's own facts, or the policy they meet, made a decision throw: the next case may do better, and trying again does not help. Storage
    /// that does not answer and an app that stops are no such faults; there the whole page is tried again.
    /// </summary>
    public static bool Is(Exception wrong) =>
        wrong is ArgumentException or ArithmeticException or InvalidOperationException or KeyNotFoundException or FormatException or JsonException
        && wrong is not ObjectDisposedException;
}
