using System.Globalization;
using Caseward.Bench.Arithmetic;
using Caseward.Bench.Idle;
using Caseward.Bench.Replay;

switch (args)
{
    case ["replay", var file]:
        return await ReplayCommand.RunAsync(file, int.MaxValue, Console.Out);
    case ["replay", var file, "--take", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int take) && take > 0:
        return await ReplayCommand.RunAsync(file, take, Console.Out);
    case ["arithmetic"]:
        return await ArithmeticCommand.RunAsync(thorough: false, Console.Out);
    case ["arithmetic", "--thorough"]:
        return await ArithmeticCommand.RunAsync(thorough: true, Console.Out);
    case ["idle"]:
        return await IdleCommand.RunAsync(Console.Out);
    default:
        await Console.Error.WriteLineAsync(
            """
            replay FILE [--take N]   feed an incident log through a whole system, and print what came of it per priority
            arithmetic [--thorough]  due times a second on one core
            idle                     nine weeks of virtual time with a few open cases, in real seconds
            """);
        return 2;
}
