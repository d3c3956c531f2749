using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>What happens when the runtime cannot start: whoever started the process reads one line; whoever embeds it gets the exception.</summary>
internal static class StartRefusal
{
    /// <summary>Runs a step of the start.</summary>
    /// <param name="ownsProcess">Whether the process is this application and nothing else: then a refusal is printed and ends it with code 1.</param>
    /// <param name="step">The step.</param>
    public static T Guard<T>(bool ownsProcess, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (ownsProcess && Explain(error) is not null)
        {
            EndProcess(error);
            throw;
        }
    }

    /// <summary>Prints the reason and ends the process with code 1.</summary>
    public static void EndProcess(Exception error)
    {
        Console.Error.WriteLine(Explain(error));
        Environment.Exit(1);
    }

    /// <summary>The line to print; null for what is a bug rather than a refusal.</summary>
    public static string? Explain(Exception error) => error switch
    {
        StartRefusedException => error.Message,
        OptionsValidationException settings => $"A setting is not valid: {string.Join(" ", settings.Failures)}",
        IOException { InnerException: AddressInUseException } => PortCheck.InUse,
        _ => null,
    };
}
