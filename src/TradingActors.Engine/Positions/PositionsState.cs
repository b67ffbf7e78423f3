using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Positions;

/// <summary>
/// Every position and balance of one account, by fold over what is durable, and the prices they are marked
/// at.
/// </summary>
public sealed class PositionsState
{
    private readonly PositionBooks _books;
    private readonly Dictionary<Asset, decimal> _balances = [];
    private readonly Dictionary<Symbol, Price> _marks = [];
    private readonly HashSet<Symbol> _marked = [];
    private long _sequenceNumber;

    public PositionsState(AccountSnapshot recovered)
    {
        _books = new PositionBooks(recovered);
        foreach (var balance in recovered.Balances)
            _balances[balance.Asset] = balance.Total;
    }

    /// <summary>
    /// What a fill or an opening did to the positions; null for anything else, and for a repeat.
    /// </summary>
    public PositionMove? Apply(OrderUpdated update) =>
        Apply(update.Event, update.SequenceNumber, update.Order);

    /// <inheritdoc cref="Apply(OrderUpdated)"/>
    public PositionMove? Apply(AccountFactRecorded fact) => Apply(fact.Event, fact.SequenceNumber, null);

    /// <summary>
    /// True when the quote moved the mark of an open position. An unsound quote leaves the mark as it was.
    /// </summary>
    public bool Mark(in Quote quote)
    {
        if (!quote.IsSound)
            return false;

        var mark = new Price(quote.Mid);
        if (_marks.TryGetValue(quote.Symbol, out var before) && before == mark)
            return false;

        _marks[quote.Symbol] = mark;
        if (_books.Total(quote.Symbol).Quantity == Quantity.Zero)
            return false;

        _marked.Add(quote.Symbol);
        return true;
    }

    /// <summary>The open positions whose mark moved since the last call.</summary>
    public IReadOnlyList<PositionView> TakeMarked()
    {
        PositionView[] views = [.. Sorted(_marked).Select(symbol => ViewOf(_books.Total(symbol)))];
        _marked.Clear();
        return views;
    }

    /// <summary>The instruments in which the account or a strategy holds something.</summary>
    public IReadOnlyCollection<Symbol> Held() =>
    [
        .. _books.Totals().Values.Concat(_books.StrategyPositions().Select(s => s.Position))
            .Where(position => position.Quantity != Quantity.Zero)
            .Select(position => position.Symbol)
            .Distinct(),
    ];

    public PositionView ViewOf(PositionState position) =>
        position.ToView(_marks.TryGetValue(position.Symbol, out var mark) ? mark : null);

    /// <summary>Unrealised profit is known only when every open position has a mark.</summary>
    public PositionsView ToView()
    {
        PositionView[] positions =
            [.. _books.Totals().Values.Select(ViewOf)];
        var realized = Notional.Zero;
        Notional? unrealized = Notional.Zero;
        foreach (var position in positions)
        {
            realized += position.RealizedPnl;
            if (position.Quantity != Quantity.Zero)
                unrealized = unrealized is { } sum && position.UnrealizedPnl is { } one ? sum + one : null;
        }

        return new PositionsView(
            positions,
            [.. _balances.Select(b => new CashBalance(b.Key, b.Value))
                .OrderBy(b => b.Asset.Value, StringComparer.Ordinal)],
            realized,
            unrealized,
            [.. _books.StrategyPositions()
                .Select(s => new StrategyPositionView(s.Strategy, ViewOf(s.Position)))]);
    }

    private static IEnumerable<Symbol> Sorted(IEnumerable<Symbol> symbols) =>
        symbols.OrderBy(symbol => symbol.Value, StringComparer.Ordinal);

    private PositionMove? Apply(AccountEvent on, long sequenceNumber, OrderState? order)
    {
        if (sequenceNumber <= _sequenceNumber)
            return null;

        _sequenceNumber = sequenceNumber;
        switch (on)
        {
            case OrderFilled fill:
                return Changed(Fold(fill, order));
            case OpeningPositionTaken opening:
                return Changed(_books.Apply(opening));
            case OpeningBalancesTaken balances:
                _balances.Clear();
                foreach (var balance in balances.Balances)
                    _balances[balance.Asset] = balance.Total;
                return null;
            case BalanceTransferred transfer:
                Move(transfer.Asset, transfer.Change);
                return null;
            case BalanceAdjusted adjusted:
                Move(adjusted.Asset, adjusted.Change);
                return null;
            default:
                return null;
        }
    }

    private PositionMove Fold(OrderFilled fill, OrderState? order)
    {
        var position = _books.Apply(fill, order?.Request.Strategy ?? StrategyId.None, order?.ArrivalPrice);
        var moves = FillRules.Moves(fill, position.Realized);
        Move(fill.Base, moves.Base);
        Move(fill.Quote, moves.Quote);
        Move(fill.FeeAsset, -fill.Fee);
        return position;
    }

    private PositionMove Changed(in PositionMove move)
    {
        _marked.Remove(move.After.Symbol);
        return move;
    }

    private void Move(Asset asset, decimal change)
    {
        if (change != 0m)
            _balances[asset] = _balances.GetValueOrDefault(asset) + change;
    }
}
