using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Starting;

/// <summary>What somebody at a terminal sees: how it begins, why it does not, and how it ends.</summary>
[Undisturbed("chaos", "It starts processes of its own, which the chaos of this one does not reach.")]
[Undisturbed("azure-tables", "It starts the app as it is delivered, with tables in the file.")]
public sealed class StartAndStopTests : IDisposable
{
    private const int Clients = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ctrl_C_under_load_loses_nothing_that_was_answered()
    {
        var accepted = new ConcurrentBag<string>();
        var odd = new ConcurrentBag<HttpStatusCode>();
        await using (RunningApp app = await RunningApp.StartAsync(_folder, "--Caseward:Local:Port=0"))
        {
            var underLoad = new TaskCompletionSource();
            Task[] clients = [.. Enumerable.Range(0, Clients).Select(_ => OpenCasesAsync(app.Http, accepted, odd, underLoad))];
            await underLoad.Task.WaitAsync(TimeSpan.FromSeconds(60));

            int code = await app.InterruptAsync();
            await Task.WhenAll(clients);

            Assert.Equal(0, code);
            Assert.Contains(app.Lines, line => line.StartsWith("Stopped in ", StringComparison.Ordinal));
            Assert.DoesNotContain(app.Lines, line => line.Contains("ERROR", StringComparison.Ordinal));
        }

        await using RunningApp again = await RunningApp.StartAsync(_folder, "--Caseward:Local:Port=0");
        foreach (string number in accepted)
        {
            using HttpResponseMessage found = await again.Http.SendAsync(Request(HttpMethod.Get, $"/api/cases/{number}"));
            Assert.True(found.IsSuccessStatusCode, $"Case {number} was accepted, and is answered {found.StatusCode} after the restart.");
        }

        Assert.Empty(odd);
        Assert.True(accepted.Count >= Clients);
        await again.InterruptAsync();
    }

    [Fact]
    public async Task A_port_or_a_file_that_is_in_use_is_one_line_that_says_what_to_do()
    {
        await using RunningApp app = await RunningApp.StartAsync(_folder, "--Caseward:Local:Port=0");

        (int portCode, IReadOnlyList<string> port) = await RunningApp.RefuseAsync(
            _folder, $"--Caseward:Local:Port={app.Http.BaseAddress!.Port}", $"--Caseward:Local:File={_folder}/other.db");
        (int fileCode, IReadOnlyList<string> file) = await RunningApp.RefuseAsync(_folder, "--Caseward:Local:Port=0");

        Assert.Equal((1, 1), (portCode, fileCode));
        Assert.Contains($"Port {app.Http.BaseAddress.Port} on 127.0.0.1 is in use. Stop the program", Assert.Single(port), StringComparison.Ordinal);
        Assert.Contains("--Caseward:Local:File=PATH", Assert.Single(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_does_not_ship_is_one_line_that_names_those_that_do()
    {
        (int code, IReadOnlyList<string> lines) = await RunningApp.RefuseAsync(_folder, "--Caseward:Local:Port=0", "--Policy:Document=nosuch");

        Assert.Equal(1, code);
        string line = Assert.Single(lines);
        Assert.Contains("There is no policy document 'nosuch'. Set Policy__Document to one of:", line, StringComparison.Ordinal);
        Assert.Contains("tour", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_banner_names_functions_routes_and_schedules_and_the_log_is_quiet_after_it()
    {
        await using RunningApp app = await RunningApp.StartAsync(_folder, "--Caseward:Local:Port=0", "--Signing:Key=a key that is long enough for a test");
        using HttpResponseMessage opened = await app.Http.SendAsync(NewCase(email: null)); // mail that is under way at a stop has a line of its own
        opened.EnsureSuccessStatusCode();
        await app.InterruptAsync();

        string[] lines = [.. app.Lines];
        int ready = Array.IndexOf(lines, "Ready. Press Ctrl+C to stop.");
        Assert.Contains(lines[..ready], line => line.Contains("[GET] http://127.0.0.1:", StringComparison.Ordinal) && line.EndsWith("/api/health", StringComparison.Ordinal));
        Assert.Contains(lines[..ready], line => line.Contains("DueSweep", StringComparison.Ordinal) && line.EndsWith("0 * * * * *", StringComparison.Ordinal));
        Assert.Contains("  CaseLifecycle", lines[..ready]);
        Assert.All(lines[(ready + 1)..], line => Assert.StartsWith("Stopp", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_JSON_logs_every_line_is_an_object()
    {
        await using RunningApp app = await RunningApp.StartAsync(_folder, "--Caseward:Local:Port=0", "--Logging:Console:FormatterName=json");
        await app.InterruptAsync();

        Assert.NotEmpty(app.Lines);
        Assert.All(app.Lines, line =>
        {
            using JsonDocument entry = JsonDocument.Parse(line);
            Assert.NotNull(entry.RootElement.GetProperty("Timestamp").GetString());
        });
    }

    private static async Task OpenCasesAsync(HttpClient http, ConcurrentBag<string> accepted, ConcurrentBag<HttpStatusCode> odd, TaskCompletionSource underLoad)
    {
        try
        {
            while (true)
            {
                using HttpResponseMessage answer = await http.SendAsync(NewCase());
                if (!answer.IsSuccessStatusCode)
                {
                    if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    {
                        odd.Add(answer.StatusCode);
                    }

                    continue;
                }

                using JsonDocument opened = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                accepted.Add(opened.RootElement.GetProperty("number").GetString()!);
                if (accepted.Count >= Clients)
                {
                    underLoad.TrySetResult();
                }
            }
        }
        catch (HttpRequestException)
        {
            // It has stopped: the connection is refused, or was cut before the answer began.
        }
    }

    private static HttpRequestMessage NewCase(string? email = "jan@example.com")
    {
        HttpRequestMessage request = Request(HttpMethod.Post, "/api/phone/cases");
        request.Content = JsonContent.Create(Forms.Case().With("contact", new JsonObject { ["name"] = "Jan Jansen", ["email"] = email, ["phone"] = "0612345678" }));
        return request;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Development", "anna");
        return request;
    }
}
