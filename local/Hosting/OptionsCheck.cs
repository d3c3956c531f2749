using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Hosting;

/// <summary>
/// What a generic host calls before anything else that starts: validates the options that are to be valid by then, as the options package does, and refuses the
/// start where one is not.
/// </summary>
internal sealed class OptionsCheck(IStartupValidator validator, bool ownsProcess) : IStartupValidator
{
    /// <summary>Puts it in the place of the package's validator, whether the application asks for that before or after.</summary>
    public static void Add(IServiceCollection services, bool ownsProcess)
    {
        // The package keeps its validator to itself; this is how it says which one it is.
        var asked = new ServiceCollection();
        asked.AddOptions<OptionsCheck>().ValidateOnStart();
        Type validator = asked.Single(service => service.ServiceType == typeof(IStartupValidator)).ImplementationType!;
        services.AddTransient<IStartupValidator>(provider => new OptionsCheck((IStartupValidator)ActivatorUtilities.CreateInstance(provider, validator), ownsProcess));
    }

    /// <exception cref="StartRefusedException">Options are not valid.</exception>
    public void Validate()
    {
        try
        {
            validator.Validate();
        }
        catch (Exception error) when (StartRefusal.Explain(error) is { } reason)
        {
            if (ownsProcess)
            {
                StartRefusal.EndProcess(error);
            }

            throw new StartRefusedException(reason, error);
        }
    }
}
