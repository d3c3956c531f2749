using Microsoft.Extensions.Logging;

namespace Caseward.App.Signing;

internal static partial class SigningLog
{
    [LoggerMessage(4100, LogLevel.Warning, "Links are signed with the development key, which everybody knows. Set Signing__Key before anybody else can reach this app.")]
    public static partial void SignsWithDevelopmentKey(this ILogger logger);
}
