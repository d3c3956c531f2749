using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Caseward.Local.Chaos;

/// <summary>
/// The named places at which the runtime can be made to fail or die, for example <c>tables/Cases/transaction/after</c>.
/// Nothing happens at them unless somebody asked; passing one costs a field read.
/// </summary>
public sealed class Checkpoints
{
    private readonly ConcurrentDictionary<string, int> _passed = new(StringComparer.Ordinal);
    private volatile Action<string>? _onPass;
    private volatile Action<string, string, string>? _onRow;

    /// <summary>Called with the checkpoint's name each time the runtime passes one. May throw: the operation then fails there.</summary>
    public Action<string>? OnPass
    {
        get => _onPass;
        set => _onPass = value;
    }

    /// <summary>
    /// Called where rows of tables are read and written, after <see cref="OnPass"/>, with the checkpoint's name and the keys of the row, of a transaction's
    /// first one, or a query's filter in their place. May throw like it.
    /// </summary>
    internal Action<string, string, string>? OnRow
    {
        get => _onRow;
        set => _onRow = value;
    }

    /// <summary>Whether a text can be given to <see cref="KillAt"/>.</summary>
    internal static bool IsPlace(string at)
    {
        string[] parts = at.Split('#');
        return parts[0].Length > 0
            && (parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int nth) && nth > 0));
    }

    /// <summary>Kills this process, as a power cut would, when the runtime passes a checkpoint for the n-th time.</summary>
    /// <param name="at"><c>name</c> or <c>name#n</c>.</param>
    public void KillAt(string at)
    {
        ArgumentException.ThrowIfNullOrEmpty(at);
        string[] parts = at.Split('#');
        int nth = parts.Length > 1 ? int.Parse(parts[1]) : 1;
        OnPass = name =>
        {
            if (name == parts[0] && _passed.AddOrUpdate(name, 1, (_, n) => n + 1) == nth)
            {
                Process.GetCurrentProcess().Kill();
            }
        };
    }

    internal void Pass(string name) => _onPass?.Invoke(name);

    internal void Pass(string name, string partitionKey, string rowKey)
    {
        Pass(name);
        _onRow?.Invoke(name, partitionKey, rowKey);
    }
}
