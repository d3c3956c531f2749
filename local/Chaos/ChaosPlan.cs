using System.Globalization;
using Caseward.Local.Engine;

namespace Caseward.Local.Chaos;

/// <summary>
/// What the runtime does to the application on purpose, as one setting says it: <c>activities,events,signals,answers,storage,clock</c>, any of them, and
/// <c>seed=7</c> for where and when; see <see cref="ChaosDraws"/>. All of it may happen on Azure, only rarely.
/// </summary>
/// <param name="Durable">What happens to activities and events.</param>
/// <param name="AnswersGetLost">Whether answers of tables get lost now and then; see <see cref="StorageFaults"/>.</param>
/// <param name="StorageFails">Whether tables fail now and then; see <see cref="StorageFaults"/>.</param>
/// <param name="ClockJumps">Whether the clock jumps when it is moved; see <see cref="UnsteadyClock"/>.</param>
/// <param name="Seed">Chooses where and when.</param>
internal sealed record ChaosPlan(DurableChaos Durable, bool AnswersGetLost, bool StorageFails, bool ClockJumps, int Seed)
{
    /// <summary>The words of the setting, for messages.</summary>
    public const string Words = "activities, events, signals, answers, storage, clock and seed=N";

    /// <summary>Nothing out of the ordinary.</summary>
    public static ChaosPlan None { get; } = new(DurableChaos.None, AnswersGetLost: false, StorageFails: false, ClockJumps: false, Seed: 1);

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
                "events" => plan with { Durable = plan.Durable | DurableChaos.DisorderEvents },
                "signals" => plan with { Durable = plan.Durable | DurableChaos.LoseEvents },
                "answers" => plan with { AnswersGetLost = true },
                "storage" => plan with { StorageFails = true },
                "clock" => plan with { ClockJumps = true },
                _ when word.StartsWith("seed=", StringComparison.Ordinal)
                    && int.TryParse(word.AsSpan("seed=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) => plan with { Seed = seed },
                _ => null,
            };
        }

        return plan;
    }
}
