using System.Globalization;
using Caseward.Kill;

// dotnet run -c Release --project tests/Kill -- [--kills N] [--seconds S] [--seed X] [--app PATH]
var options = new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["--kills"] = "40",
    ["--seconds"] = "100",
    ["--seed"] = "1",
    ["--app"] = "functions/App/bin/Local/Release/net10.0/Caseward.App.dll",
};
for (int i = 0; i < args.Length; i += 2)
{
    if (!options.ContainsKey(args[i]) || i + 1 == args.Length)
    {
        await Console.Error.WriteLineAsync("""
            Starts the built app again and again, kills it with SIGKILL at random moments while cases come in, and counts what became of them.
              --kills N     so many deaths (40)
              --seconds S   or as many as come within so long (100)
              --seed X      chooses the moments (1)
              --app PATH    the built app
            """);
        return 2;
    }

    options[args[i]] = args[i + 1];
}

int Number(string name) => int.Parse(options[name], NumberStyles.None, CultureInfo.InvariantCulture);
return await KillRun.RunAsync(Path.GetFullPath(options["--app"]), Number("--kills"), TimeSpan.FromSeconds(Number("--seconds")), Number("--seed"), Console.Out);
