using System.Globalization;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// Which day each event of a stream belongs to: the first that was not over yet, neither by the event's own
/// time nor in the journal when the event came. So days never change once they are over, and an event
/// of before midnight that is journaled a moment after it still counts for the day on which it happened.
/// </summary>
public sealed class DayIndex(TimeSpan startsAt)
{
    private readonly List<(long SequenceNumber, DayRolled Roll)> _rolls = [];
    private DateOnly? _first;

    /// <summary>The day that no end is journaled of; null before the opening balances.</summary>
    public DateOnly? Running => _rolls.Count > 0 ? _rolls[^1].Roll.Day.AddDays(1) : _first;

    /// <summary>The latest day that is over, or the running one where none is.</summary>
    public DateOnly Latest => _rolls.Count > 0 ? _rolls[^1].Roll.Day : _first ?? default;

    /// <summary>The last event that was added.</summary>
    public long LastSequence { get; private set; }

    public void Add(long sequenceNumber, object on)
    {
        LastSequence = sequenceNumber;
        if (on is DayRolled roll)
            _rolls.Add((sequenceNumber, roll));
        else if (on is OpeningBalancesTaken opening)
            _first ??= TradingDay.Of(opening.At, startsAt);
    }

    /// <summary>Why the day has no statement; null when it has.</summary>
    public string? Problem(DateOnly? day) =>
        LastSequence == 0 ? "the journal has no such account"
        : Running is not { } running ? "the account's balances have never been taken over"
        : day is null || day == running || EndOf(day.Value) is not null ? null
        : $"{Text(day.Value)} has no statement: there are "
            + $"{Text(_rolls.Count > 0 ? _rolls[0].Roll.Day : running)} to {Text(running)}";

    public DateOnly DayOf(long sequenceNumber, DateTimeOffset at)
    {
        var (low, high) = (0, _rolls.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var (rolledAt, roll) = _rolls[middle];
            if (sequenceNumber < rolledAt && at < roll.At)
                high = middle;
            else
                low = middle + 1;
        }

        return low < _rolls.Count ? _rolls[low].Roll.Day : Running ?? default;
    }

    /// <summary>The end of the day; null while it runs.</summary>
    public DayRolled? EndOf(DateOnly day) => _rolls.Find(r => r.Roll.Day == day).Roll;

    /// <summary>The end of the day before; null for the first.</summary>
    public DayRolled? EndBefore(DateOnly day) => _rolls.FindLast(r => r.Roll.Day < day).Roll;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
