using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Testing;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The running process is forbidden to let any file grow (a limit of the system, so that the very writes of SQLite fail), then allowed
/// again. Whoever was answered has a case, whoever was not has none or the same after asking again, and the clocks ran on.
/// </summary>
[Undisturbed("chaos", "It starts processes of its own, which the chaos of this one does not reach.")]
[Undisturbed("azure-tables", "It is about the file that has the tables too.")]
public sealed class DiskFullTests
{
    [Fact]
    public async Task While_the_disk_is_full_callers_are_told_and_afterwards_nothing_that_was_accepted_is_missing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "Limits of a running process are set with prlimit.");
        await using var app = new AppProcess(CaseLife.Begin, killAt: null);
        var accepted = new HashSet<int>();
        await OpenAsync(0);
        await OpenAsync(1);

        await LimitAsync(app.ProcessId, (new FileInfo(app.File + "-wal").Length + 40_000).ToString());
        var refused = new List<int>();
        for (int i = 2; i < 40; i++)
        {
            if (!await OpenAsync(i))
            {
                refused.Add(i);
            }
        }

        JsonElement clock = await app.GetAsync("local/clock");
        await LimitAsync(app.ProcessId, "unlimited");
        Assert.NotEmpty(refused);
        Assert.True(clock.TryGetProperty("now", out _));
        foreach (int call in refused)
        {
            Assert.True(await OpenAsync(call), $"Call {call} is still refused although there is room again.");
        }

        await app.GoToAsync("2026-06-02T12:05:00Z");

        Assert.Equal(40, accepted.Count);
        Assert.Equal(0, app.Restarts);
        foreach (int call in accepted)
        {
            JsonElement cases = (await app.GetAsync("api/portal/cases", $"jan{call}@example.com")).GetProperty("items");
            string number = Assert.Single(cases.EnumerateArray()).GetProperty("number").GetString()!;
            JsonElement timeline = (await app.GetAsync($"api/cases/{number}/timeline?take=200")).GetProperty("items");
            Assert.Single(timeline.EnumerateArray(), entry => entry.GetProperty("what").GetProperty("fact").GetString() == "caseEscalated");
        }

        async Task<bool> OpenAsync(int call)
        {
            HttpStatusCode? answer = await app.TryPostAsync("api/phone/cases", "anna", $"call-{call}", Forms.Case().With(
                "contact", new JsonObject { ["name"] = "Jan Jansen", ["email"] = $"jan{call}@example.com", ["phone"] = $"06123456{call:D2}" }));
            Assert.True(answer is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError, $"answered {answer}");
            if (answer is HttpStatusCode.Created or HttpStatusCode.OK)
            {
                accepted.Add(call);
            }

            return accepted.Contains(call);
        }
    }

    private static async Task LimitAsync(int process, string bytes)
    {
        using Process limit = Process.Start("/usr/bin/prlimit", ["--pid", process.ToString(), $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync();
        Assert.Equal(0, limit.ExitCode);
    }
}
