using System.Net;
using Caseward.Testing;

namespace Caseward.App.Tests.Intake;

public sealed class PhoneIntakeTests : IAsyncLifetime
{
    private CasewardHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await CasewardHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_agent_gets_the_number_and_the_promise_to_read_out()
    {
        Answered opened = await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case());

        Assert.Equal(HttpStatusCode.Created, opened.Status);
        Assert.Equal($"/api/cases/{opened.Text("number")}", opened.Headers["Location"]);
        Assert.Equal("werkplaats", opened.Text("queue"));
        Assert.Equal("2024-08-19T15:00:00Z", opened.Text("promise/response/utc"));
        Assert.Equal("2024-08-19T17:00:00+02:00", opened.Text("promise/response/local"));
        Assert.Equal("open", opened.Text("case/status"));
    }
}
