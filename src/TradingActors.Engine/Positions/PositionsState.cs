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
    private readonly Dictionary<Symbol, PositionState> _positions = [];
    private readonly Dictionary<Asset, decimal> _balances = [];
    private readonly Dictionary<Symbol, Price> _marks = [];
    private readonly HashSet<Symbol> _marked = [];
    private long _sequenceNumber;

    public PositionsState(AccountSnapshot recovered)
    {
        foreach (var position in recovered.Positions)
            _positions[position.Symbol] = position;
        foreach (var balance in recovered.Balances)
            _balances[balance.Asset] = balance.Total;
    }

    /// <summary>
    /// The position that a fill or an opening changed; null for anything else, and for a repeat.
    /// </summary>
    public PositionView? Apply(OrderUpdated update) => Apply(update.Event, update.SequenceNumber);

    /// <inheritdoc cref="Apply(OrderUpdated)"/>
    public PositionView? Apply(AccountFactRecorded fact) => Apply(fact.Event, fact.SequenceNumber);

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
        if (!_positions.TryGetValue(quote.Symbol, out var position) || position.Quantity == Quantity.Zero)
            return false;

        _marked.Add(quote.Symbol);
        return true;
    }

    /// <summary>The open positions whose mark moved since the last call.</summary>
    public IReadOnlyList<PositionView> TakeMarked()
    {
        PositionView[] views = [.. Sorted(_marked).Select(ViewOf)];
        _marked.Clear();
        return views;
    }

    /// <summary>Unrealised profit is known only when every open position has a mark.</summary>
    public PositionsView ToView()
    {
        PositionView[] positions = [.. Sorted(_positions.Keys).Select(ViewOf)];
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
            unrealized);
    }

    private static IEnumerable<Symbol> Sorted(IEnumerable<Symbol> symbols) =>
        symbols.OrderBy(symbol => symbol.Value, StringComparer.Ordinal);

    private PositionView? Apply(AccountEvent on, long sequenceNumber)
    {
        if (sequenceNumber <= _sequenceNumber)
            return null;

        _sequenceNumber = sequenceNumber;
        switch (on)
        {
            case OrderFilled fill:
                var sign = fill.Side.Sign();
                Move(fill.Base, sign * fill.Quantity.Value);
                Move(fill.Quote, -sign * (fill.Price * fill.Quantity).Value);
                Move(fill.FeeAsset, -fill.Fee);
                return Changed(PositionOf(fill.Symbol).Apply(fill));
            case OpeningPositionTaken opening:
                return Changed(PositionOf(opening.Symbol).Apply(opening));
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

    private PositionView Changed(PositionState position)
    {
        _positions[position.Symbol] = position;
        _marked.Remove(position.Symbol);
        return ViewOf(position.Symbol);
    }

    private PositionView ViewOf(Symbol symbol) =>
        PositionOf(symbol).ToView(_marks.TryGetValue(symbol, out var mark) ? mark : null);

    private PositionState PositionOf(Symbol symbol) =>
        _positions.GetValueOrDefault(symbol) ?? PositionState.Flat(symbol);

    private void Move(Asset asset, decimal change) =>
        _balances[asset] = _balances.GetValueOrDefault(asset) + change;
}
