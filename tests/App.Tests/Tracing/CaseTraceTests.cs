using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Caseward.Local.Mailbox;
using Caseward.Testing;

namespace Caseward.App.Tests.Tracing;

/// <summary>What somebody who looks at traces sees of a case that comes in.</summary>
public sealed class CaseTraceTests
{
    [Fact]
    public async Task The_request_that_opens_a_case_its_lifecycle_and_its_receipt_are_one_tree_that_names_no_customer()
    {
        var trace = ActivityTraceId.CreateRandom();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "Microsoft.Azure.Functions.Worker" or "Microsoft.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using CasewardHost host = await CasewardHost.StartAsync();
        host.Mailbox().Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Times = 1 });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/phone/cases")
        {
            Content = JsonContent.Create(Forms.Case().With("language", "en")),
        };
        request.Headers.Add("traceparent", $"00-{trace}-00000000000000aa-01");
        using HttpResponseMessage answer = await host.As("anna").SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await host.Runtime.WhenIdleAsync();

        Activity One(string name, ActivityKind kind) => ended.First(span => span.DisplayName == name && span.Kind == kind);
        Activity ParentOf(Activity child) => Assert.Single(ended, span => span.SpanId == child.ParentSpanId);
        Activity create = One("create_orchestration:CaseLifecycle@(1.0)", ActivityKind.Producer);
        Activity function = ParentOf(create);
        Activity opened = ParentOf(function);
        Activity run = One("activity:Advance@(1.0)", ActivityKind.Server);
        Activity mail = One("orchestration:MailDelivery@(1.0)", ActivityKind.Server);
        Assert.All(ended, span => Assert.Equal(trace, span.TraceId));
        Assert.Equal(("function PhoneIntake", ActivityKind.Internal), (function.DisplayName, function.Kind));
        Assert.Equal(("POST /api/phone/cases", ActivityKind.Server), (opened.DisplayName, opened.Kind));
        Assert.Contains(ended, span => span.SpanId == run.ParentSpanId && span.DisplayName == run.DisplayName && span.Kind == ActivityKind.Client);
        Assert.Contains(ended, span => span.SpanId == mail.ParentSpanId && span.DisplayName == "create_orchestration:MailDelivery@(1.0)");
        Assert.DoesNotContain(
            ended.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName)),
            text => text.Contains("jan", StringComparison.OrdinalIgnoreCase) || text.Contains("scooter", StringComparison.OrdinalIgnoreCase) || text.Contains("0612345678", StringComparison.Ordinal));
    }
}
