using System.Globalization;
using Caseward.Bench;
using Caseward.Bench.Arithmetic;
using Caseward.Bench.Costs;
using Caseward.Bench.Engine;
using Caseward.Bench.Idle;
using Caseward.Bench.Load;
using Caseward.Bench.Looks;
using Caseward.Bench.Replay;
using Caseward.Bench.Scale;
using Caseward.Bench.Simulation;
using Caseward.Bench.Soak;

switch (args)
{
    case []:
        return await FiguresCommand.RunAsync(million: false, Console.Out);
    case ["--million"]:
        return await FiguresCommand.RunAsync(million: true, Console.Out);
    case ["replay", var file]:
        return await ReplayCommand.RunAsync(file, int.MaxValue, Console.Out);
    case ["replay", var file, "--take", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int take) && take > 0:
        return await ReplayCommand.RunAsync(file, take, Console.Out);
    case ["arithmetic"]:
        return await ArithmeticCommand.RunAsync(thorough: false, Console.Out);
    case ["arithmetic", "--thorough"]:
        return await ArithmeticCommand.RunAsync(thorough: true, Console.Out);
    case ["evaluate"]:
        return await EvaluateCommand.RunAsync(thorough: false, Console.Out);
    case ["evaluate", "--thorough"]:
        return await EvaluateCommand.RunAsync(thorough: true, Console.Out);
    case ["intake"]:
        return await IntakeCommand.RunAsync(TimeSpan.FromSeconds(20), Console.Out);
    case ["cost"]:
        return await CostCommand.RunAsync(Console.Out);
    case ["scale"]:
        return await ScaleCommand.RunAsync([1_000, 10_000, 100_000, 1_000_000], plot: null, Console.Out);
    case ["scale", "--plot", var file]:
        return await ScaleCommand.RunAsync([1_000, 10_000, 100_000, 1_000_000], file, Console.Out);
    case ["scale", "--cases", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0:
        return await ScaleCommand.RunAsync([size], plot: null, Console.Out);
    case ["scale", "--cases", var number, "--json"] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0:
        return await ScaleCommand.RunOneAsync(size, Console.Out);
    case ["nine"]:
        return await NineCommand.RunAsync(10_000, Console.Out);
    case ["nine", "--cases", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int climbing) && climbing > 0:
        return await NineCommand.RunAsync(climbing, Console.Out);
    case ["soak"]:
        return await SoakCommand.RunAsync(TimeSpan.FromMinutes(30), perSecond: null, Console.Out);
    case ["soak", "--minutes", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes) && minutes > 0:
        return await SoakCommand.RunAsync(TimeSpan.FromMinutes(minutes), perSecond: null, Console.Out);
    case ["soak", "--lives", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int lives) && lives > 0:
        return await SoakCommand.RunAsync(TimeSpan.FromMinutes(30), lives, Console.Out);
    case ["engine"]:
        return await EngineCommand.RunAsync(TimeSpan.FromSeconds(10), Console.Out);
    case ["start"]:
        return await StartCommand.RunAsync("functions/App", 3, Console.Out);
    case ["stop"]:
        return await StopCommand.RunAsync(3, Console.Out);
    case ["idle"]:
        return await IdleCommand.RunAsync(Console.Out);
    case ["simulate"]:
        return await SimulateCommand.RunAsync(100_000, Console.Out);
    case ["simulate", "--cases", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int cases) && cases > 0:
        return await SimulateCommand.RunAsync(cases, Console.Out);
    default:
        await Console.Error.WriteLineAsync(
            """
            (nothing) [--million]    every figure of the architecture in one table; with a million open cases, too
            replay FILE [--take N]   feed an incident log through a whole system, and print what came of it per priority
            arithmetic [--thorough]  due times a second on one core
            evaluate [--thorough]    what a look at an ordinary case costs in the domain
            intake                   cases a second that are accepted, beside what the disk could commit
            cost                     what the whole life of an ordinary case costs in storage, counted
            scale [--cases N | --plot FILE]
                                     start-up, memory and speed with a thousand to a million open cases
            nine [--cases N]         10,000 wake-ups that fall due in the same second
            soak [--minutes N | --lives N]
                                     whole lives of cases for half an hour at half the rate that the machine can do, or so many a second: memory,
                                     latency and file of each of three weeks that pass meanwhile
            engine                   orchestrations a second of the durable engine alone
            start                    cold start of the application to the first accepted case
            stop                     Ctrl-C while cases come in, until the application has ended
            idle                     nine weeks of virtual time with a few open cases, in real seconds
            simulate [--cases N]     tell N synthetic cases (100,000) again under a draft of the policy: cases a second, and memory
            """);
        return 2;
}
