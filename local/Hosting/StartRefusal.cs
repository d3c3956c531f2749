using System.Reflection;
using Caseward.Local.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>What happens when the runtime cannot start: whoever started the process reads one line; whoever embeds it gets the exception.</summary>
internal static class StartRefusal
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>
    /// Whether a method belongs to the class of the process's entry point. An application that is built there is the process; one that
    /// is built anywhere else, for example in a test, is a guest in it and must not print or end it.
    /// </summary>
    public static bool IsEntryPoint(MethodBase? caller)
    {
        Type? type = caller?.DeclaringType;
        while (type?.DeclaringType is { } outer)
        {
            type = outer; // an async entry point runs in a nested state machine
        }

        return type is not null && type == Assembly.GetEntryAssembly()?.EntryPoint?.DeclaringType;
    }

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
        StartRefusedException or LocalStorageException => error.Message,
        OptionsValidationException settings => $"A setting is not valid: {string.Join(" ", settings.Failures)}".ReplaceLineEndings(" "),
        AggregateException { InnerExceptions: { Count: > 0 } several } => several.All(each => Explain(each) is not null) ? string.Join(" ", several.Select(Explain)) : null,
        InvalidOperationException { Source: Binder } => $"A setting is not valid. {error.Message}", // names it and its value
        IOException { InnerException: AddressInUseException } => $"{error.Message.TrimEnd('.')}. {PortCheck.Advice}", // names the address
        _ => null,
    };
}
