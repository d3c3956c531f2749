using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Tests.Cases;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>What is stored about versions of the policy stays readable for ever: <c>Golden/Policy</c>.</summary>
public sealed class StoredPolicyTests
{
    private static readonly Actor Willem = new(ActorKind.Manager, "willem");

    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);

    private static readonly PolicyActivation Activation = new()
    {
        Sequence = 2,
        Version = "week-34",
        From = Noon + Duration.FromDays(7),
        RunningCases = RunningCases.Migrate,
        By = Willem,
        At = Noon,
        Reason = "The summer is over",
    };

    [Fact]
    public void The_schedule_is_stored_as_ever()
    {
        PolicySchedule read = Stored("Schedule", new PolicySchedule { Activations = [Activation] });

        Assert.Equal([Activation], read.Activations);
    }

    [Fact]
    public void A_change_is_stored_as_ever()
    {
        var change = new PolicyChange
        {
            Sequence = 2,
            Kind = PolicyChangeKind.Activated,
            Version = "week-34",
            By = Willem,
            At = Noon,
            Reason = "The summer is over",
            BasedOn = "default-1",
            From = Activation.From,
            RunningCases = RunningCases.Keep,
            Text = "0a1b",
        };

        Assert.Equal(change, Stored("Change", change));
    }

    [Fact]
    public void A_version_is_stored_as_ever()
    {
        var saved = new SavedPolicy
        {
            Version = "week-34",
            Sequence = 1,
            Revision = 3,
            Text = "0a1b",
            By = Willem,
            At = Noon,
            Reason = "The summer is over",
            BasedOn = "default-1",
            Activation = Activation,
        };

        Assert.Equal(saved, Stored("Version", saved));
    }

    private static T Stored<T>(string name, T sample)
    {
        JsonObject golden = StoredJson.OnlyGains($"Policy/{name}.json", JsonSerializer.SerializeToNode(sample, CaseJson.Options)!.AsObject());
        return golden.Deserialize<T>(CaseJson.Options)!;
    }
}
