using Caseward.App.Audit;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Intake;
using Caseward.App.Links;
using Caseward.App.Mail;
using Caseward.App.Policy;
using Caseward.App.Signing;
using Caseward.App.Simulation;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Caseward.App;

/// <summary>What the application is made of, the same for every host.</summary>
internal static class CasewardApp
{
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseHttpEdge();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddSigning()
            .AddIdentity()
            .AddHttpEdge()
            .AddPolicy()
            .AddSimulation()
            .AddCases()
            .AddCaseEndpoints()
            .AddAudit()
            .AddIntake()
            .AddLinks()
            .AddMail();
    }
}
