using BenchmarkDotNet.Attributes;
using Caseward.Domain.Calendars;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Bench.Arithmetic;

/// <summary>
/// Due times over a calendar as desks have them: five days with a lunch break in a zone that changes its clocks, ten years of public holidays, a
/// summer closure, a half day. Each call of a benchmark works out <see cref="Starts"/> due times from starts all over a year.
/// </summary>
public class ArithmeticBenchmarks
{
    /// <summary>Due times per call.</summary>
    public const int Starts = 4_096;

    private static readonly Duration FourHours = Duration.FromHours(4);

    /// <summary>Nine weeks of 45 working days of eight hours.</summary>
    private static readonly Duration NineWeeks = Duration.FromHours(45 * 8);

    private readonly BusinessCalendar _calendar = Desk();
    private readonly Instant[] _starts = new Instant[Starts];
    private readonly Instant[] _ends = new Instant[Starts];
    private readonly Interval[][] _pauses = new Interval[Starts][];
    private readonly ClockLedger[] _ledgers = new ClockLedger[Starts];

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(20240812);
        Instant year = Instant.FromUtc(2024, 1, 1, 0, 0);
        for (int i = 0; i < Starts; i++)
        {
            Instant start = year + Duration.FromSeconds(random.Next(366 * 86_400));
            _starts[i] = start;
            _ends[i] = start + Duration.FromSeconds(random.Next(63 * 86_400));
            _pauses[i] = [.. Enumerable.Range(1, 3).Select(number =>
                start + Duration.FromHours(number * 200) is var from ? new Interval(from, from + Duration.FromSeconds(random.Next(150 * 3600))) : default)];
            _ledgers[i] = new ClockLedger
            {
                Name = ClockName.Resolution,
                Generation = 1,
                StartedAt = start,
                Budget = Budget.Of(45, WorkingDays.EndOfDay),
                Pauses = [.. _pauses[i].Select(pause => new ClockPause(pause.Start, pause.End))],
            };
        }
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Four hours")]
    public long Hours()
    {
        long sum = 0;
        foreach (Instant start in _starts)
        {
            sum += _calendar.Add(start, FourHours).ToUnixTimeTicks();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Nine weeks")]
    public long Weeks()
    {
        long sum = 0;
        foreach (Instant start in _starts)
        {
            sum += _calendar.Add(start, NineWeeks).ToUnixTimeTicks();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Nine weeks without a calendar, the least there is")]
    public long WithoutCalendar()
    {
        long sum = 0;
        foreach (Instant start in _starts)
        {
            sum += (start + NineWeeks).ToUnixTimeTicks();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Forty five working days")]
    public long FortyFiveWorkingDays()
    {
        long sum = 0;
        foreach (Instant start in _starts)
        {
            sum += _calendar.AddWorkingDays(start, 45, WorkingDays.EndOfDay).ToUnixTimeTicks();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Nine weeks with three pauses")]
    public long NineWeeksWithThreePauses()
    {
        long sum = 0;
        for (int i = 0; i < Starts; i++)
        {
            sum += _calendar.Add(_starts[i], NineWeeks, _pauses[i]).ToUnixTimeTicks();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "Open time between")]
    public long OpenTimeBetween()
    {
        long sum = 0;
        for (int i = 0; i < Starts; i++)
        {
            sum += _calendar.Between(_starts[i], _ends[i]).BclCompatibleTicks;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Starts, Description = "A clock of 45 working days with three pauses")]
    public long AClockOf45WorkingDaysWithThreePauses()
    {
        long sum = 0;
        foreach (ClockLedger ledger in _ledgers)
        {
            sum += ledger.Due(_calendar)!.Value.ToUnixTimeTicks();
        }

        return sum;
    }

    private static BusinessCalendar Desk() => BusinessCalendar.Compile(new CalendarDefinition
    {
        Id = "desk",
        Zone = "Europe/Amsterdam",
        Weekly = Enumerable.Range(1, 5).ToDictionary(
            day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[OpeningWindow.Parse("08:30", "12:30")!.Value, OpeningWindow.Parse("13:00", "17:00")!.Value]),
        Holidays = [.. Enumerable.Range(2020, 10).SelectMany(year => new LocalDate[] { new(year, 4, 27), new(year, 5, 5), new(year, 5, 20) })],
        AnnualHolidays = [new AnnualMonthDay(1, 1), new AnnualMonthDay(12, 25), new AnnualMonthDay(12, 26)],
        Closures = [new Closure(new LocalDate(2024, 8, 19), new LocalDate(2024, 9, 8))],
        Overrides = new Dictionary<LocalDate, IReadOnlyList<OpeningWindow>> { [new LocalDate(2024, 12, 24)] = [OpeningWindow.Parse("08:30", "12:00")!.Value] },
    }).OrThrow();
}
