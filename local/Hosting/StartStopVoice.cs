using System.Diagnostics;
using System.Globalization;
using Caseward.Local.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Hosting;

/// <summary>
/// Says that the runtime serves and that it has stopped: to people as plain text, and to programs that read the log as JSON as log lines.
/// A guest in somebody else's process says nothing.
/// </summary>
internal sealed partial class StartStopVoice
{
    private readonly IServiceProvider _services;
    private readonly ILogger _logger;
    private readonly string _account;
    private readonly bool _isText;
    private readonly bool _speaks;
    private bool _served;
    private long _stopping;

    public StartStopVoice(IServiceProvider services, string account, bool ownsProcess)
    {
        _services = services;
        _account = account;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Caseward.Local");
        _isText = services.GetRequiredService<IConfiguration>()["Logging:Console:FormatterName"] == LocalConsoleFormatter.FormatterName;
        _speaks = ownsProcess && services.GetRequiredService<LocalOptions>().Banner;
    }

    public void Serving()
    {
        if (!_speaks)
        {
            return;
        }

        _served = true;
        if (_isText)
        {
            Banner.Print(Console.Out, _services, _account);
        }
        else
        {
            LocalRuntime runtime = _services.GetRequiredService<LocalRuntime>();
            LogServing(runtime.BaseAddress, runtime.Database.Path);
            if (runtime.Database.IsNew)
            {
                LogNewDatabase(runtime.Database.Path);
            }

            LogReady();
        }
    }

    public void Stopping()
    {
        _stopping = Stopwatch.GetTimestamp();
        if (_served && _isText)
        {
            Console.Out.WriteLine("Stopping: requests that are under way are still answered.");
        }
        else if (_served)
        {
            LogStopping();
        }
    }

    public void Stopped()
    {
        // No log line: the log has been closed by now.
        if (_served && _isText)
        {
            _served = false;
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Stopped in {Stopwatch.GetElapsedTime(_stopping).TotalSeconds:F1} s. What was answered is kept; what was under way goes on at the next start."));
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Serving {Address} from {File}.")]
    private partial void LogServing(Uri address, string file);

    [LoggerMessage(3, LogLevel.Information, "New database {File}.")]
    private partial void LogNewDatabase(string file);

    [LoggerMessage(4, LogLevel.Information, "Ready.")]
    private partial void LogReady();

    [LoggerMessage(2, LogLevel.Information, "Stopping.")]
    private partial void LogStopping();
}
