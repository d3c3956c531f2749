using System.Net;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Caseward.App.Tests.Intake;

/// <summary>Case numbers are drawn by chance, so that one may be drawn that another case has.</summary>
[Undisturbed("storage", "A request that is made again draws again, and here are only three numbers.")]
public sealed class TakenNumberTests : IAsyncLifetime
{
    private static readonly CaseNumber Taken = CaseNumber.FromDraw(1_111_111);
    private static readonly CaseNumber Free = CaseNumber.FromDraw(2_222_222);

    private CasewardHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await CasewardHost.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<ICaseNumbers>(new TheseNumbers(Taken, Taken, Free))));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_number_that_another_case_has_is_drawn_again(bool isWithKey)
    {
        (string, string)[] key = isWithKey ? [("Idempotency-Key", "second-call")] : [];
        Answered first = await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case().With("subject", "The first"));

        Answered second = await _host.As("anna").PostAsync("/api/phone/cases", Forms.Case().With("subject", "The second"), key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal("The first", await SubjectAsync(Taken));
        Assert.Equal("The second", await SubjectAsync(Free));
    }

    private async Task<string> SubjectAsync(CaseNumber number) => (await _host.As("anna").ReadAsync($"/api/cases/{number}")).Text("subject");

    private sealed class TheseNumbers(params CaseNumber[] numbers) : ICaseNumbers
    {
        private readonly Queue<CaseNumber> _numbers = new(numbers);

        public CaseNumber Draw() => _numbers.Dequeue();
    }
}
