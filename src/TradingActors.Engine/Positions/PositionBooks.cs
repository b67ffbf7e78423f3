using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// What an event did: the account's position before and after, and the strategy's part after.
/// </summary>
public readonly record struct PositionMove(
    PositionState Before, PositionState After, StrategyId Strategy, PositionState OfStrategy)
{
    /// <summary>What the position realised by it, fees in quote and base asset included.</summary>
    public Notional Realized => After.RealizedPnl - Before.RealizedPnl;
}

/// <summary>The positions of one account, by instrument and strategy.</summary>
public sealed class PositionBooks
{
    private readonly Dictionary<Symbol, PositionBook> _books = [];

    public PositionBooks()
    {
    }

    /// <summary>
    /// From a snapshot; one of before there were books has positions without an owner, which then belong to
    /// no strategy.
    /// </summary>
    public PositionBooks(AccountSnapshot snapshot)
    {
        foreach (var record in snapshot.Books ?? [])
            Keep(new PositionBook(record));
        foreach (var position in snapshot.Positions)
            if (!_books.ContainsKey(position.Symbol))
                Keep(new PositionBook(new PositionBookRecord(
                    position, [new StrategyPosition(StrategyId.None, position)], [])));
    }

    public bool IsEmpty => _books.Count == 0;

    public PositionState Total(Symbol symbol) =>
        _books.TryGetValue(symbol, out var book) ? book.Total : PositionState.Flat(symbol);

    /// <summary>The account's positions as they are now, in the order of instruments.</summary>
    public IReadOnlyDictionary<Symbol, PositionState> Totals() =>
        Sorted().ToDictionary(book => book.Total.Symbol, book => book.Total);

    public PositionState Of(StrategyId strategy, Symbol symbol) =>
        _books.TryGetValue(symbol, out var book)
            ? book.Of(PositionBook.Named(strategy))
            : PositionState.Flat(symbol);

    /// <summary>In the order of instruments and, within one, of strategies.</summary>
    public IReadOnlyList<StrategyPosition> StrategyPositions() =>
        [.. Sorted().SelectMany(book => book.StrategyPositions())];

    public IReadOnlyList<PositionBookRecord> ToRecords() => [.. Sorted().Select(book => book.ToRecord())];

    public PositionMove Apply(OrderFilled fill, StrategyId strategy, Price? arrival)
    {
        var book = BookOf(fill.Symbol);
        var before = book.Total;
        book.Apply(fill, strategy, arrival);
        strategy = PositionBook.Named(strategy);
        return new PositionMove(before, book.Total, strategy, book.Of(strategy));
    }

    public PositionMove Apply(OpeningPositionTaken opening)
    {
        var book = BookOf(opening.Symbol);
        var before = book.Total;
        book.Apply(opening);
        return new PositionMove(before, book.Total, StrategyId.None, book.Of(StrategyId.None));
    }

    private PositionBook BookOf(Symbol symbol)
    {
        if (!_books.TryGetValue(symbol, out var book))
            Keep(book = new PositionBook(symbol));
        return book;
    }

    private void Keep(PositionBook book) => _books[book.Total.Symbol] = book;

    private IEnumerable<PositionBook> Sorted() =>
        _books.Values.OrderBy(book => book.Total.Symbol.Value, StringComparer.Ordinal);
}
