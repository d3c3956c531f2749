namespace Caseward.Bench.Load;

/// <summary>Latencies of many clients, by nearest rank.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    public void AddAll(Latencies other) => _milliseconds.AddRange(other._milliseconds);

    /// <summary>The latency in milliseconds that this share of all stays within; 0 when there are none.</summary>
    public double At(double share)
    {
        _milliseconds.Sort();
        return _milliseconds.Count == 0 ? 0 : _milliseconds[Math.Max(0, (int)Math.Ceiling(share * _milliseconds.Count) - 1)];
    }
}
