using System.Text.Json;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

public sealed class PolicyDifferenceTests
{
    private static readonly PolicyDocument Default = TestPolicies.Default.Document;

    [Fact]
    public void A_document_does_not_differ_from_itself_under_another_name() =>
        Assert.Empty(PolicyDifference.Between(Default, Default with { Version = "another" }));

    [Fact]
    public void A_queue_put_in_between_is_one_difference()
    {
        CaseQueue added = Default.Queues[0] with { Id = "garage", Name = "Garage" };

        Difference only = Assert.Single(Differences(Default with { Queues = [Default.Queues[0], added, .. Default.Queues.Skip(1)] }));

        Assert.Equal(("/queues[garage]", DifferenceKind.Added), (only.Path, only.Kind));
        Assert.Null(only.Before);
        Assert.Equal("Garage", only.After!.Value.GetProperty("name").GetString());
    }

    [Fact]
    public void A_queue_that_went_is_told_with_what_it_was()
    {
        Difference only = Assert.Single(Differences(Default with { Queues = [.. Default.Queues.Skip(1)] }));

        Assert.Equal(($"/queues[{Default.Queues[0].Id}]", DifferenceKind.Removed), (only.Path, only.Kind));
        Assert.Equal(Default.Queues[0].Name, only.Before!.Value.GetProperty("name").GetString());
        Assert.Null(only.After);
    }

    [Fact]
    public void A_member_deep_inside_is_told_by_the_names_on_the_way()
    {
        Department department = Default.Departments[1];
        PolicyDocument after = Default with { Departments = [.. Default.Departments.Select(each => each == department ? each with { Name = "Elsewhere" } : each)] };

        Assert.Equal([$"changed /departments[{department.Id}]/name \"{department.Name}\" -> \"Elsewhere\""], Told(after));
    }

    [Fact]
    public void A_promise_is_known_by_its_day_priority_department_and_level()
    {
        PromiseRow row = Default.Promises[0];
        var day = new LocalDate(2030, 1, 7);

        IReadOnlyList<Difference> found = Differences(Default with
        {
            Promises = [.. Default.Promises.Select(each => each == row ? row with { Resolution = row.FirstResponse } : each), row with { From = day, Department = "billing", Level = null }],
        });

        Assert.Equal(2, found.Count);
        Assert.All(found.Take(1), each => Assert.StartsWith($"/promises[from={row.From:uuuu-MM-dd},priority={row.Priority}", each.Path, StringComparison.Ordinal));
        Assert.Equal(("/promises[from=2030-01-07,priority=1,department=billing]", DifferenceKind.Added), (found[^1].Path, found[^1].Kind));
    }

    [Fact]
    public void Routing_rules_in_another_order_are_a_difference_because_the_first_wins()
    {
        string[] names = [.. Default.Routing.Select(rule => rule.Name)];
        Assert.True(names.Length > 1);

        Difference only = Assert.Single(Differences(Default with { Routing = [.. Default.Routing.Reverse()] }));

        Assert.Equal(("/routing", DifferenceKind.Changed), (only.Path, only.Kind));
        Assert.Equal(names.Reverse(), only.After!.Value.Deserialize<string[]>()!);
    }

    [Fact]
    public void A_rung_is_known_by_its_clock_and_name()
    {
        Ladder ladder = Default.Ladders[0];
        Rung rung = ladder.Rungs[0];
        PolicyDocument after = Default with
        {
            Ladders = [ladder with { Rungs = [rung with { Notify = [.. rung.Notify, NoticeRole.DepartmentManager] }, .. ladder.Rungs.Skip(1)] }, .. Default.Ladders.Skip(1)],
        };

        string path = $"/ladders[{JsonNamingPolicy.CamelCase.ConvertName($"{ladder.Clock}")}]/rungs[{rung.Name}]/notify";
        Assert.All(Differences(after), each => Assert.StartsWith(path, each.Path, StringComparison.Ordinal));
        Assert.NotEmpty(Differences(after));
    }

    [Fact]
    public void Turned_around_what_was_added_was_removed()
    {
        PolicyDocument after = Default with { Blackouts = [], Levels = [.. Default.Levels, new ServiceLevel { Id = "gold" }], Mail = Default.Mail with { Burst = Default.Mail.Burst + 1 } };

        Difference[] turned =
        [
            .. PolicyDifference.Between(after, Default).Select(each => new Difference(each.Path, Opposite(each.Kind), each.After, each.Before)),
        ];

        Assert.Equal(Told(Differences(after)).Order(), Told(turned).Order());

        static DifferenceKind Opposite(DifferenceKind kind) => kind switch
        {
            DifferenceKind.Added => DifferenceKind.Removed,
            DifferenceKind.Removed => DifferenceKind.Added,
            _ => kind,
        };
    }

    [Fact]
    public void Between_the_two_documents_that_ship_every_difference_is_told_once() =>
        Assert.Distinct(PolicyDifference.Between(Default, TestPolicies.Tour.Document).Select(each => (each.Path, each.Kind)));

    private static IReadOnlyList<Difference> Differences(PolicyDocument after) => PolicyDifference.Between(Default, after);

    private static IEnumerable<string> Told(PolicyDocument after) => Told(Differences(after));

    private static IEnumerable<string> Told(IEnumerable<Difference> found) =>
        found.Select(each => $"{JsonNamingPolicy.CamelCase.ConvertName($"{each.Kind}")} {each.Path} {each.Before?.GetRawText()} -> {each.After?.GetRawText()}");
}
