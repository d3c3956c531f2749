using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Audit;

/// <summary>The verification of stored cases.</summary>
internal static class AuditRegistration
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<CaseAuditor>()
        .AddSingleton<AuditDraw>()
        .AddSingleton<AuditRuns>();
}
