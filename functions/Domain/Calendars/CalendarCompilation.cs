using System.Diagnostics.CodeAnalysis;

namespace Caseward.Domain.Calendars;

/// <summary>The outcome of compiling a calendar: the calendar, or everything that is wrong with its definition.</summary>
public sealed record CalendarCompilation
{
    internal CalendarCompilation(BusinessCalendar calendar) => Calendar = calendar;

    internal CalendarCompilation(IReadOnlyList<CalendarError> errors) => Errors = errors;

    /// <summary>The compiled calendar; absent when it was refused.</summary>
    public BusinessCalendar? Calendar { get; }

    /// <summary>Every reason for the refusal; empty when there is a calendar.</summary>
    public IReadOnlyList<CalendarError> Errors { get; } = [];

    /// <summary>Whether the definition was refused.</summary>
    [MemberNotNullWhen(false, nameof(Calendar))]
    public bool IsRefused => Calendar is null;

    /// <summary>The calendar, for callers that know their definition to be right.</summary>
    /// <exception cref="InvalidOperationException">The definition was refused; the message lists the codes.</exception>
    public BusinessCalendar OrThrow() =>
        Calendar ?? throw new InvalidOperationException(string.Join("; ", Errors.Select(error => $"{error.Code} {error.Where}: {error.Message}")));
}
