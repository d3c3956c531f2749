using System.Net.Http.Headers;
using System.Security;
using System.Text;
using Caseward.App;
using Caseward.App.Cases;
using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Caseward.Local.Mailbox;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Caseward.Testing;

/// <summary>
/// The whole application in this process, with an account, a file and a port of its own: the local runtime, real HTTP, a clock that
/// stands until it is moved, and the development sign-in. Monday 12 August 2024, 10:30 in Amsterdam.
/// </summary>
public sealed class CasewardHost : IAsyncDisposable
{
    /// <summary>Where the clock of a new host stands.</summary>
    public static readonly DateTimeOffset Start = new(2024, 8, 12, 8, 30, 0, TimeSpan.Zero);

    private const int MostMinutes = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly string _account = TestAccounts.New();
    private readonly string _chaos = TestChaos.ForThisTest();
    private readonly SameNumbers _numbers = new();
    private readonly List<HttpClient> _clients = [];
    private readonly string[] _settings;
    private readonly Action<IServiceCollection> _replace;
    private IHost? _host;

    private CasewardHost(string[] settings, Action<IServiceCollection>? replace)
    {
        _settings = settings;
        _replace = replace ?? (_ => { });
    }

    public IServiceProvider Services => _host!.Services;

    /// <summary>What it logged since the start of the test, from information upward.</summary>
    public LogLines Log { get; } = new();

    public LocalRuntime Runtime => Services.GetRequiredService<LocalRuntime>();

    /// <summary>What the application has mailed, and what shall go wrong with it.</summary>
    public LocalMailbox Mailbox() => LocalMailbox.Of(LocalAccounts.FindByName(_account)!);

    /// <summary>Requests without any sign of who makes them.</summary>
    public HttpClient Anybody => Client(null);

    /// <summary>Starts an application.</summary>
    /// <param name="settings">Further settings, as <c>Name=value</c>; they win over the ones above.</param>
    public static Task<CasewardHost> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <summary>Starts an application in which some services are replaced.</summary>
    public static async Task<CasewardHost> StartAsync(Action<IServiceCollection>? replace, params string[] settings)
    {
        var host = new CasewardHost(settings, replace);
        try
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "host.json"), Path.Combine(host._folder, "host.json"));
            await host.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    /// <summary>Requests of a person in the policy document, by id, or of a customer, by e-mail address.</summary>
    public HttpClient As(string who) => Client(new AuthenticationHeaderValue("Development", who));

    /// <summary>Requests with a token of an integration.</summary>
    public HttpClient With(string token) => Client(new AuthenticationHeaderValue("Bearer", token));

    /// <summary>Puts a message on a queue as the outside does, over REST, and waits until everything that follows has happened.</summary>
    public Task PutMessageAsync(string queue, string message) => PutTextAsync(queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(message)));

    /// <summary>The same with a text that is put as it is, not as base64.</summary>
    public async Task PutTextAsync(string queue, string text)
    {
        using var content = new StringContent($"<QueueMessage><MessageText>{SecurityElement.Escape(text)}</MessageText></QueueMessage>");
        using HttpResponseMessage put = await Anybody.PostAsync($"/{_account}/{queue}/messages", content);
        put.EnsureSuccessStatusCode();
        await Runtime.WhenIdleAsync();
    }

    /// <summary>
    /// Waits for what follows from a command. It is there at once, unless chaos lost the sign: then the sweep brings it within two minutes, and a minute
    /// later when that was lost as well. Without chaos nothing is waited for, and a test finds what is late.
    /// </summary>
    public Task UntilAsync(Func<bool> came) => UntilAsync(() => Task.FromResult(came()));

    /// <summary>The same for what a request answers.</summary>
    public async Task UntilAsync(Func<Task<bool>> came)
    {
        await Runtime.WhenIdleAsync();
        for (int minute = 0; TestChaos.IsOn && minute < MostMinutes && !await came(); minute++)
        {
            await Runtime.AdvanceAsync(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>Stops the application and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        FunctionsApplicationBuilder builder = FunctionsApplication.CreateBuilder(
        [
            $"--Caseward:Local:Root={_folder}",
            "--Caseward:Local:Port=0",
            "--Caseward:Local:Durable=false",
            "--Caseward:Local:ClockSpeed=0",
            $"--Caseward:Local:ClockStart={Start:o}",
            "--TaskHubName=Caseward",
            "--Identity:DevelopmentSignIn=true",
            $"--Caseward:Local:Chaos={_chaos}",
            .. TestAccounts.SettingsFor(_account),
            .. _settings.Select(setting => "--" + setting),
        ]);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        CasewardApp.Configure(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<ICaseNumbers>(_numbers));
#if TABLE_CLIENTS_AZURE
        TestAccounts.PassCheckpoints(builder.Services, _account);
#endif
        _replace(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    private async Task StopAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _clients.Clear();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    private HttpClient Client(AuthenticationHeaderValue? authorization)
    {
        var direct = new SocketsHttpHandler();
        var client = new HttpClient(TestChaos.Has("storage") ? new PatientCaller(Runtime) { InnerHandler = direct } : direct) { BaseAddress = Runtime.BaseAddress };
        client.DefaultRequestHeaders.Authorization = authorization;
        _clients.Add(client);
        return client;
    }
}
