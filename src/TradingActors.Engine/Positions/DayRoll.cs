using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// Decides when a trading day is over, and gathers the first price of each instrument after its end. A day
/// that ended while the node was down is rolled as soon as it is back, at the first prices seen then.
/// </summary>
public sealed class DayRoll
{
    /// <summary>
    /// A position without a sound price for so long after the day's end, or after the node's start, is left
    /// without a mark: its unrealised profit of that day is then not known.
    /// </summary>
    public static readonly TimeSpan MarksWithin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Of a longer pause the latest days are rolled; those before have no statement of their own, and what
    /// was journaled on them is part of the first that has.
    /// </summary>
    public const int DaysMax = 31;

    private readonly TimeSpan _startsAt;
    private readonly DateTimeOffset _since;
    private readonly Dictionary<Symbol, DayMark> _marks = [];
    private DateOnly? _running;
    private DateTimeOffset _ends;

    public DayRoll(TimeSpan startsAt, AccountSnapshot recovered, DateTimeOffset now)
    {
        _startsAt = startsAt;
        _since = now;
        if (recovered.LastDay is { } last)
            Run(last.AddDays(1));
        else if (recovered.HasOpeningBalances)
            Run(TradingDay.Of(recovered.OpenedAt ?? now, startsAt));
    }

    /// <summary>The first day begins with the opening balances.</summary>
    public void Opened(DateTimeOffset at)
    {
        if (_running is null)
            Run(TradingDay.Of(at, _startsAt));
    }

    public void See(in Quote quote)
    {
        if (quote.ReceivedAt.Wall >= _ends && quote.IsSound && _running is not null)
            _marks.TryAdd(
                quote.Symbol, new DayMark(quote.Symbol, new Price(quote.Mid), quote.ReceivedAt.Wall));
    }

    /// <summary>
    /// The days that are over by now, once what is held has its marks; each is returned once.
    /// </summary>
    public IReadOnlyList<DayRolled> Take(DateTimeOffset now, IReadOnlyCollection<Symbol> held)
    {
        if (!IsOver(now))
            return [];

        var waitUntil = (_since > _ends ? _since : _ends) + MarksWithin;
        if (now < waitUntil && !held.All(_marks.ContainsKey))
            return [];

        var today = TradingDay.Of(now, _startsAt);
        DayMark[] marks =
        [
            .. _marks.Values.Where(m => held.Contains(m.Symbol))
                .OrderBy(m => m.Symbol.Value, StringComparer.Ordinal),
        ];
        var rolled = new List<DayRolled>();
        for (var day = Later(_running!.Value, today.AddDays(-DaysMax)); day < today; day = day.AddDays(1))
            rolled.Add(new DayRolled(day, marks, TradingDay.StartOf(day.AddDays(1), _startsAt)));
        Run(today);
        return rolled;
    }

    public bool IsOver(DateTimeOffset now) => _running is not null && now >= _ends;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private void Run(DateOnly day)
    {
        _marks.Clear();
        _running = day;
        _ends = TradingDay.StartOf(day.AddDays(1), _startsAt);
    }
}
