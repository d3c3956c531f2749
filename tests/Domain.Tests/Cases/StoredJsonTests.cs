using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Cases;

/// <summary>
/// What is stored stays readable for ever. <c>Golden/Facts</c> holds each kind of fact as it is stored, <c>Golden/Stream.jsonl</c> a whole
/// case with its hashes and <c>Golden/State.json</c> what it adds up to. The files only ever gain members: <c>UPDATE_GOLDEN=1</c> adds what is new and
/// refuses to change or lose what is there.
/// </summary>
public sealed class StoredJsonTests
{
    public static TheoryData<string> Kinds =>
        [.. typeof(CaseFact).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_fact_is_stored_as_ever(string kind)
    {
        CaseFact sample = FactSamples.All[kind];

        JsonObject golden = StoredJson.OnlyGains($"Facts/{kind}.json", JsonSerializer.SerializeToNode(sample, CaseJson.Options)!.AsObject());

        Assert.Equivalent(sample, golden.Deserialize<CaseFact>(CaseJson.Options), strict: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fact_without_the_members_that_are_optional_is_read_too(string kind)
    {
        JsonObject stored = JsonNode.Parse(File.ReadAllText(StoredJson.PathOf($"Facts/{kind}.json")))!.AsObject();
        foreach (string optional in FactSamples.All[kind].GetType().GetProperties()
            .Where(member => new System.Reflection.NullabilityInfoContext().Create(member).ReadState == System.Reflection.NullabilityState.Nullable)
            .Select(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name)))
        {
            stored.Remove(optional);
        }

        Assert.True(JsonNode.DeepEquals(stored, JsonSerializer.SerializeToNode(stored.Deserialize<CaseFact>(CaseJson.Options), CaseJson.Options)), stored.ToJsonString());
    }

    [Fact]
    public void A_case_that_was_stored_reads_back_with_its_hashes_and_adds_up_to_what_it_did()
    {
        string file = StoredJson.PathOf("Stream.jsonl");
        if (!File.Exists(file))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") is "1" or "true", $"{file} is missing.");
            File.WriteAllLines(file, WholeLife().Stream.Select(stored => stored.Json));
        }

        string[] stored = File.ReadAllLines(file);
        CaseState state = CaseStream.Replay(CaseNumber.FromDraw(1234567), stored);

        StoredJson.OnlyGains("State.json", JsonSerializer.SerializeToNode(state, CaseJson.Options)!.AsObject());
    }

    [Fact]
    public void A_whole_life_has_most_kinds_of_facts_in_it() =>
        Assert.Superset(
            new HashSet<string>(["CaseOpened", "CaseRouted", "CaseEscalated", "CallbackRequested", "CaseReopened", "SurveyAnswered", "WaitingForCustomerEnded", "ClockBreached"]),
            WholeLife().Facts.Select(fact => fact.GetType().Name).ToHashSet());

    private static CaseScenario WholeLife() =>
        CaseScenario.Opened("2026-06-02T10:00", open => open with { Priority = 1, Subject = "De scootmobiel laadt niet op ⚡", AgreedAt = CaseScenario.Local("2026-06-04T10:00") })
            .At("2026-06-02T10:30:02").At("2026-06-02T10:40").Do(new ClaimCase(), A.Agent("kees")).Do(new AddComment("Which colour is the light?"), A.Agent("kees"))
            .Do(new WaitForCustomer("The colour"), A.Agent("kees")).At("2026-06-02T15:00").Do(new AddComment("Red"), A.Customer())
            .Do(new RequestCallback { From = CaseScenario.Local("2026-06-03T09:00"), Until = CaseScenario.Local("2026-06-03T10:00"), Topic = "The charger" }, A.Agent("kees"))
            .At("2026-06-03T10:00:02").Do(new CompleteCallback(CallbackOutcome.NoAnswer, "Nobody answered"), A.Agent("kees"))
            .Do(new EscalateCase(null, "willem", "The customer is angry"), A.Agent("kees")).At("2026-06-03T15:00").Do(new ReleaseCase(null, "Back to the team"), A.Manager("willem"))
            .Do(new AssignCase("anna"), A.Supervisor("ingrid")).Do(new ResolveCase("New charger", null, true, "Told by phone"))
            .At("2026-06-04T09:00").Do(new ReopenCase("Red again"), A.Customer()).At("2026-06-04T11:00").Do(new ResolveCase("Another charger", null, false, null))
            .Do(new ConfirmResolution(), A.Customer()).At("2026-06-05T11:00:02").Do(new AnswerSurvey(1, 4, "Quick in the end"), A.Customer());
}
