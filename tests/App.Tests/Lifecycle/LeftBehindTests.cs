using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Caseward.App.Lifecycle;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.DurableTask.Client;

namespace Caseward.App.Tests.Lifecycle;

/// <summary>
/// What commands leave behind in the due index: the next look of each case, and a guard where somebody has yet to see to it. On Monday 12 August 2024 from
/// 10:30 in Amsterdam; the workshop allows four working hours until somebody owns a case of priority 4.
/// </summary>
[Undisturbed("chaos", "It makes its own trouble at the same places.")]
public sealed class LeftBehindTests : IAsyncLifetime
{
    private static readonly JsonObject WithoutMail = Forms.Case().With("contact", new JsonObject { ["name"] = "Jan Jansen", ["phone"] = "0612345678" });

    private TroubledHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TroubledHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_case_that_was_opened_has_its_next_look_and_nothing_else()
    {
        CaseNumber number = await _host.OpenAsync(WithoutMail);

        Assert.Equal((await _host.HeadAsync(number)).LookKey, Assert.Single(await _host.LooksAsync()).Key);
    }

    [Fact]
    public async Task An_opening_that_is_repeated_leaves_nothing_under_the_number_that_it_drew_in_vain()
    {
        (string, string) key = ("Idempotency-Key", "call-1");
        Answered first = await _host.Host.As("anna").PostAsync("/api/phone/cases", WithoutMail.DeepClone(), key);

        Answered again = await _host.Host.As("anna").PostAsync("/api/phone/cases", WithoutMail.DeepClone(), key);

        Assert.Equal(first.Text("number"), again.Text("number"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal(first.Text("number"), Assert.Single(await _host.LooksAsync()).Number.Value);
    }

    [Fact]
    public async Task An_opening_without_a_key_is_not_written_down_for_a_repeat_that_nobody_could_tell()
    {
        int passes = 0;
        _host.OnPass(place => Interlocked.Add(ref passes, place.StartsWith("tables/Intake/", StringComparison.Ordinal) ? 1 : 0));

        await _host.OpenAsync(WithoutMail);
        Assert.Equal(0, passes);
        await _host.Host.As("anna").PostAsync("/api/phone/cases", WithoutMail.DeepClone(), ("Idempotency-Key", "call-1"));

        Assert.NotEqual(0, passes);
    }

    [Fact]
    public async Task A_command_that_lost_its_race_and_is_refused_takes_back_the_look_that_it_had_planned()
    {
        CaseNumber number = await _host.OpenAsync(WithoutMail);
        await _host.AdvanceAsync(TimeSpan.FromMinutes(5));
        _host.HoldUpAt("tables/Cases/transaction/before");
        Task<Answered> late = _host.PostAsync("anna", number, "agreed-date", new JsonObject { ["at"] = "2024-08-12T12:00:00+02:00", ["reason"] = "On the phone" });
        await _host.HeldUp;
        await _host.PostAsync("willem", number, "close", new JsonObject { ["reason"] = "Opened by mistake" });
        _host.GoOn();
        Assert.Equal(HttpStatusCode.Conflict, (await late).Status);

        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal((await _host.HeadAsync(number)).LookKey is { } next ? [next] : [], await _host.LooksAsync(number));
    }

    [Fact]
    public async Task A_turn_that_lost_its_race_takes_back_the_look_that_it_had_planned()
    {
        CaseNumber number = await _host.OpenAsync(WithoutMail);
        await _host.AdvanceAsync(TimeSpan.FromHours(3.9));
        _host.HoldUpAt("tables/Cases/transaction/before");
        Task ringing = _host.AdvanceAsync(TimeSpan.FromMinutes(8));
        await _host.HeldUp;
        Answered noted = await _host.PostAsync("anna", number, "notes", new JsonObject { ["text"] = "Looks like the charger." });
        Assert.Equal(HttpStatusCode.OK, noted.Status);
        _host.GoOn();
        await ringing;

        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.Equal([(await _host.HeadAsync(number)).LookKey!], await _host.LooksAsync(number));
    }

    /// <summary>Its alarm comes long after the sweep: the guard stays.</summary>
    [Fact]
    public async Task A_case_whose_lifecycle_could_not_be_started_is_started_by_the_sweep_and_not_only_when_something_is_due()
    {
        _host.BreakOffAt("engine/start/before-commit");
        CaseNumber number = await _host.OpenAsync(WithoutMail);
        Assert.Null(await FindLifecycleAsync(number));

        await _host.AdvanceAsync(TimeSpan.FromMinutes(3));

        Assert.NotNull(await FindLifecycleAsync(number));
        Assert.Equal((await _host.HeadAsync(number)).LookKey, Assert.Single(await _host.LooksAsync()).Key);
    }

    [Fact]
    public async Task A_case_whose_lists_could_not_be_written_is_looked_at_at_once()
    {
        _host.At("tables/CaseViews/", 1, () => throw new RequestFailedException(403, "The lists are out of reach."));
        CaseNumber number = await _host.OpenAsync(WithoutMail);

        await _host.Host.Runtime.WhenIdleAsync();

        Assert.Equal((number.Value, (await _host.HeadAsync(number)).State.Version), Assert.Single(await _host.ListedAsync("werkplaats")));
    }

    private Task<OrchestrationMetadata?> FindLifecycleAsync(CaseNumber number) => _host.Host.Runtime.Client.GetInstanceAsync(LifecycleSignals.InstanceOf(number));
}
