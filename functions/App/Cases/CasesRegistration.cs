using Caseward.App.Explanations;
using Caseward.App.Lifecycle;
using Caseward.App.Storage;
using Caseward.App.Surveys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Cases;

/// <summary>Cases, their storage and what watches them.</summary>
internal static class CasesRegistration
{
    public static IServiceCollection AddCases(this IServiceCollection services) => services
        .AddSingleton(provider => CasewardTables.Connect(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<ICaseNumbers, RandomCaseNumbers>()
        .AddSingleton<CaseStore>()
        .AddSingleton<IntakeLedger>()
        .AddSingleton<CaseViews>()
        .AddSingleton<CaseIndex>()
        .AddSingleton<DueIndex>()
        .AddSingleton<LifecycleSignals>()
        .AddSingleton<Outbox>()
        .AddSingleton<SurveyQuietPeriod>()
        .AddSingleton<CaseHistory>()
        .AddSingleton<CaseChangeWriter>()
        .AddSingleton<CaseDesk>();
}
