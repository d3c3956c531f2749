using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Caseward.App.Tests.Policy;

public sealed class PolicyStoreTests : IAsyncDisposable
{
    private static readonly Actor Willem = new(ActorKind.Manager, "willem");

    private readonly TableAccount _account = new();

    private Instant Now => Instant.FromDateTimeOffset(_account.Clock.GetUtcNow());

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Until_something_is_activated_the_shipped_document_is_in_force()
    {
        using PolicyCatalog catalog = Instance();

        Assert.Equal(TestPolicies.Default.Version, (await catalog.CurrentAsync(TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public async Task A_scheduled_activation_comes_into_force_at_its_instant_on_every_instance_without_anybody_doing_anything()
    {
        using PolicyCatalog here = Instance(), there = Instance();
        await SaveAsync("v2", Now + Duration.FromHours(1));

        await AssertInForceAsync("default-1", here, there);
        _account.Clock.AdvanceTo(TableAccount.Noon.AddHours(1).AddMilliseconds(-1));
        await AssertInForceAsync("default-1", here, there);
        _account.Clock.AdvanceTo(TableAccount.Noon.AddHours(1));
        await AssertInForceAsync("v2", here, there);
    }

    [Fact]
    public async Task An_activation_is_seen_by_other_instances_after_seconds_and_at_once_where_it_was_made()
    {
        using PolicyCatalog here = Instance(), there = Instance();
        await AssertInForceAsync("default-1", here, there);

        here.Learn(await SaveAsync("v2", Now));

        await AssertInForceAsync("v2", here);
        await AssertInForceAsync("default-1", there);
        _account.Clock.AdvanceTo(TableAccount.Noon + PolicyCatalog.FreshFor.ToTimeSpan());
        await AssertInForceAsync("v2", there);
    }

    [Fact]
    public async Task A_document_as_large_as_allowed_is_kept_to_the_letter()
    {
        string text = string.Concat(Enumerable.Repeat("{\"é\": \"𝄞\"},\n ", 60_000));

        string hash = await Store().PutTextAsync(text, TestContext.Current.CancellationToken);

        Assert.True(text.Length is > 700_000 and < PolicyReader.MaxBytes);
        Assert.Equal(text, await Store().ReadTextAsync(hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_document_that_is_kept_in_rows_of_another_length_stays_as_it_is()
    {
        const string Text = "{ \"version\": \"v1\" }";
        string hash = await Store().PutTextAsync(Text, TestContext.Current.CancellationToken);
        TableClient rows = _account.Tables.GetTableClient("Policies");
        await rows.UpsertEntityAsync(new TableEntity($"text~{hash}", "0000") { ["Text0"] = Text[..9] }, TableUpdateMode.Replace, TestContext.Current.CancellationToken);
        await rows.UpsertEntityAsync(new TableEntity($"text~{hash}", "0001") { ["Text0"] = Text[9..] }, TableUpdateMode.Replace, TestContext.Current.CancellationToken);

        Assert.Equal(hash, await Store().PutTextAsync(Text, TestContext.Current.CancellationToken));

        Assert.Equal(Text, await Store().ReadTextAsync(hash, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_state_one_is_written()
    {
        PolicyHead head = await Store().ReadHeadAsync(TestContext.Current.CancellationToken);

        bool[] written = [await TryCommitAsync(head, "a", "key-a"), await TryCommitAsync(head, "b", "key-b")];

        Assert.Equal([true, false], written);
        Assert.Null(await Store().FindAsync("b", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_is_written_once()
    {
        await TryCommitAsync(await Store().ReadHeadAsync(TestContext.Current.CancellationToken), "a", "key");

        Assert.False(await TryCommitAsync(await Store().ReadHeadAsync(TestContext.Current.CancellationToken), "b", "key"));
        Assert.Equal("a", (await Store().FindAnswerAsync("key", TestContext.Current.CancellationToken))!.Standing.Name);
    }

    [Fact]
    public async Task A_version_that_was_never_saved_is_an_error_that_names_it()
    {
        using PolicyCatalog catalog = Instance();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await catalog.VersionAsync("gone", TestContext.Current.CancellationToken));

        Assert.Contains("'gone'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_versions_are_taken_in_any_case_of_their_letters_and_found_in_their_own()
    {
        await TryCommitAsync(PolicyHead.Unborn, "Week-40", "key");

        Assert.True(await Store().IsTakenAsync("WEEK-40", TestContext.Current.CancellationToken));
        Assert.Null(await Store().FindAsync("week-40", TestContext.Current.CancellationToken));
        Assert.NotNull(await Store().FindAsync("Week-40", TestContext.Current.CancellationToken));
    }

    private static async Task AssertInForceAsync(string version, params PolicyCatalog[] catalogs)
    {
        foreach (PolicyCatalog catalog in catalogs)
        {
            Assert.Equal(version, (await catalog.CurrentAsync(TestContext.Current.CancellationToken)).Version);
        }
    }

    private PolicyStore Store() => new(_account.Tables);

    private PolicyCatalog Instance() =>
        new(new ShippedPolicies(Options.Create(new PolicyOptions()), NullLogger<ShippedPolicies>.Instance), Store(), _account.Clock);

    private async Task<PolicySchedule> SaveAsync(string version, Instant from)
    {
        string hash = await Store().PutTextAsync(PolicyDocuments.Version(version).ToJsonString(), TestContext.Current.CancellationToken);
        Assert.True(await TryCommitAsync(PolicyHead.Unborn, version, "key", hash, from));
        return (await Store().ReadHeadAsync(TestContext.Current.CancellationToken)).Schedule;
    }

    private Task<bool> TryCommitAsync(PolicyHead head, string version, string key, string text = "none", Instant? from = null)
    {
        PolicyActivation? activation = from is not { } at ? null : new PolicyActivation
        {
            Sequence = head.Sequence + 1,
            Version = version,
            From = at,
            RunningCases = RunningCases.Keep,
            By = Willem,
            At = Now,
            Reason = "Because",
        };
        var saved = new SavedPolicy
        {
            Version = version,
            Sequence = head.Sequence + 1,
            Revision = 1,
            Text = text,
            By = Willem,
            At = Now,
            Reason = "Because",
            BasedOn = "default-1",
            Activation = activation,
        };
        var commit = new PolicyCommit
        {
            Changes = [new PolicyChange { Sequence = head.Sequence + 1, Kind = PolicyChangeKind.Saved, Version = version, By = Willem, At = Now, Reason = "Because" }],
            Schedule = head.Schedule with { Activations = activation is null ? [] : [activation] },
            Version = saved,
        };
        return Store().TryCommitAsync(head, commit, new RequestKey(key), new PolicyStanding(saved, version, commit.Schedule, Now), TestContext.Current.CancellationToken);
    }
}
