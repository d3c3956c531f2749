using System.Globalization;
using Azure;
using Caseward.Local.Engine;

namespace Caseward.Local.Chaos;

/// <summary>
/// What the runtime does to the application on purpose, as one setting says it: <c>activities,events,signals,storage</c>, any of them, and
/// <c>seed=7</c> for which table operations fail. All of it may happen on Azure, only rarely.
/// </summary>
/// <param name="Durable">What happens to activities and events.</param>
/// <param name="StorageFails">Whether table operations fail now and then, before or after their commit.</param>
/// <param name="Seed">Chooses which.</param>
internal sealed record ChaosPlan(DurableChaos Durable, bool StorageFails, int Seed)
{
    private const int OneIn = 50;

    /// <summary>Nothing out of the ordinary.</summary>
    public static ChaosPlan None { get; } = new(DurableChaos.None, StorageFails: false, Seed: 1);

    /// <summary>Reads the setting; null when it names something else.</summary>
    public static ChaosPlan? Parse(string? setting)
    {
        ChaosPlan? plan = None;
        foreach (string word in (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            plan = word switch
            {
                _ when plan is null => null,
                "activities" => plan with { Durable = plan.Durable | DurableChaos.RunActivitiesTwice },
                "events" => plan with { Durable = plan.Durable | DurableChaos.DeliverEventsTwice },
                "signals" => plan with { Durable = plan.Durable | DurableChaos.LoseEvents },
                "storage" => plan with { StorageFails = true },
                _ when word.StartsWith("seed=", StringComparison.Ordinal)
                    && int.TryParse(word.AsSpan("seed=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) => plan with { Seed = seed },
                _ => null,
            };
        }

        return plan;
    }

    /// <summary>Makes one table operation in fifty fail as a busy service does: half of them before anything is written, half after.</summary>
    public void Disturb(Checkpoints checkpoints)
    {
        if (!StorageFails)
        {
            return;
        }

        var random = new Random(Seed);
        checkpoints.OnPass = place =>
        {
            if (place.StartsWith("tables/", StringComparison.Ordinal) && IsUnlucky(random))
            {
                throw new RequestFailedException(503, $"The server is busy, as the setting Chaos asked for, at {place}.", "ServerBusy", innerException: null);
            }
        };
    }

    private static bool IsUnlucky(Random random)
    {
        lock (random)
        {
            return random.Next(OneIn) == 0;
        }
    }
}
