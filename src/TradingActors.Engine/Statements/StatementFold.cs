using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// Folds a stream into one day's statement: the books before the day, the books with it, and by themselves
/// the moves between them. Orders are folded whole, because a fill's order may be of another day.
/// </summary>
internal sealed class StatementFold(AccountId account, DayIndex days, DateOnly day)
{
    private readonly AccountState _orders = new();
    private readonly StatementBooks _before = new();
    private readonly StatementBooks _after = new();
    private readonly DayMoves _moves = new();
    private readonly List<FillRow> _fills = [];
    private readonly List<CashRow> _cash = [];
    private readonly Dictionary<Symbol, Asset> _quotes = [];
    private readonly DayRolled? _end = days.EndOf(day);
    private readonly DayRolled? _endBefore = days.EndBefore(day);
    private long _last;

    public void Apply(long sequenceNumber, object journaled)
    {
        if (journaled is not AccountEvent on)
            throw new InvalidOperationException(
                $"event {sequenceNumber} is a {journaled.GetType().Name}, which no account's stream holds");

        _last = sequenceNumber;
        var applied = _orders.Apply(on);
        _orders.ClearForgotten();
        var bookedOn = days.DayOf(sequenceNumber, on.At);
        if (bookedOn > day)
            return;

        var isOfDay = bookedOn == day;
        switch (on)
        {
            case OrderFilled fill when applied.Verdict != EdgeVerdict.NoChange:
                Book(fill, applied.Order, sequenceNumber, isOfDay);
                break;
            case OpeningPositionTaken opening:
                Book(opening, isOfDay);
                break;
            case OpeningBalancesTaken opening:
                Book(opening, isOfDay);
                break;
            case BalanceTransferred t:
                _moves.Transferred = Move(t.Asset, t.Change, isOfDay, _moves.Transferred);
                Remember(isOfDay, new CashRow(sequenceNumber, t.At, t.Asset, t.Change, null, null));
                break;
            case BalanceAdjusted a:
                _moves.Adjusted = Move(a.Asset, a.Change, isOfDay, _moves.Adjusted);
                Remember(
                    isOfDay, new CashRow(sequenceNumber, a.At, a.Asset, a.Change, a.Principal, a.Reason));
                break;
        }
    }

    public Statement ToStatement()
    {
        BalanceRow[] balances = [.. Balances()];
        PositionRow[] positions =
        [
            .. _after.Positions.Totals().Values.Select(p => Row(p, null)),
        ];
        PositionRow[] strategies =
            [.. _after.Positions.StrategyPositions().Select(s => Row(s.Position, s.Strategy))];
        return new Statement(
            account, day, _endBefore?.At, _end?.At, _last, balances, positions, strategies,
            [.. Profits(positions)], _moves.Fees, _fills, _cash,
            [.. Proofs(balances, positions, strategies)]);
    }

    private void Book(OrderFilled fill, OrderState? order, long sequenceNumber, bool isOfDay)
    {
        _quotes[fill.Symbol] = fill.Quote;
        var (strategy, arrival) =
            (PositionBook.Named(order?.Request.Strategy ?? StrategyId.None), order?.ArrivalPrice);
        var with = _after.Apply(fill, strategy, arrival);
        var without = isOfDay ? default : _before.Apply(fill, strategy, arrival);

        // Of a contract, what an earlier fill settles may differ where one of this day goes before it.
        _moves.Traded = _moves.Traded
            .Plus(fill.Base, with.Base - without.Base)
            .Plus(fill.Quote, with.Quote - without.Quote);
        if (!isOfDay)
            return;

        _moves.AddFees(fill, strategy);
        var notional = new Notional(Exact.Product(fill.Price.Value, fill.Quantity.Value));
        Notional? slippage = arrival is { } price
            ? new Notional(fill.Side.Sign()
                * (notional.Value - Exact.Product(price.Value, fill.Quantity.Value)))
            : null;
        _fills.Add(new FillRow(
            sequenceNumber, fill.At, fill.Symbol, fill.TradeId, fill.Side, fill.Price, fill.Quantity,
            notional, fill.Fee, fill.FeeAsset, fill.IsMaker, strategy, order?.Request.ClientOrderId,
            fill.VenueId, arrival, slippage, _endBefore is { } before && fill.At < before.At));
    }

    private void Book(OpeningPositionTaken opening, bool isOfDay)
    {
        if (opening.Quote is { } quote)
            _quotes.TryAdd(opening.Symbol, quote);
        _after.Positions.Apply(opening);
        if (isOfDay)
            _moves.AddTakenOver(opening);
        else
            _before.Positions.Apply(opening);
    }

    private void Book(OpeningBalancesTaken opening, bool isOfDay)
    {
        if (!isOfDay)
            _before.Set(opening);
        else
            foreach (var asset in _after.Balances.Keys.Union(opening.Balances.Select(b => b.Asset)))
                _moves.TakenOver = _moves.TakenOver.Plus(asset,
                    opening.Balances.FirstOrDefault(b => b.Asset == asset).Total - _after.Of(asset));
        _after.Set(opening);
    }

    private AssetAmounts Move(Asset asset, decimal change, bool isOfDay, AssetAmounts sum)
    {
        _after.Move(asset, change);
        if (isOfDay)
            return sum.Plus(asset, change);

        _before.Move(asset, change);
        return sum;
    }

    private void Remember(bool isOfDay, CashRow row)
    {
        if (isOfDay)
            _cash.Add(row);
    }

    private IEnumerable<BalanceRow> Balances() => _before.Balances.Keys.Union(_after.Balances.Keys)
        .OrderBy(asset => asset.Value, StringComparer.Ordinal)
        .Select(asset => new BalanceRow(
            asset, _before.Of(asset), _moves.TakenOver.Of(asset), _moves.Transferred.Of(asset),
            _moves.Adjusted.Of(asset), _moves.Traded.Of(asset), _moves.Fees.Of(asset), _after.Of(asset)));

    private PositionRow Row(PositionState closing, StrategyId? strategy)
    {
        var symbol = closing.Symbol;
        var opening = strategy is { } id ? _before.Positions.Of(id, symbol) : _before.Positions.Total(symbol);
        var traded = closing.Traded - opening.Traded;
        return new PositionRow(
            symbol,
            strategy,
            opening.Quantity,
            new Quantity(strategy is null || strategy == StrategyId.None
                ? _moves.PositionTakenOver(symbol).Quantity
                : 0m),
            traded.Bought,
            traded.Sold,
            new Quantity(_moves.FeesInBase(symbol, strategy)),
            closing.Quantity,
            closing.Cost,
            MarkOf(_end, symbol),
            closing.RealizedPnl - opening.RealizedPnl,
            Unrealized(opening, _endBefore),
            Unrealized(closing, _end),
            closing.Fees - opening.Fees,
            (closing.FeesInOtherAssets ?? AssetAmounts.None)
                .Minus(opening.FeesInOtherAssets ?? AssetAmounts.None),
            traded.Slippage,
            traded.SlippageBps,
            closing.Cycles - opening.Cycles,
            closing.RealizedPnl);
    }

    private IEnumerable<ProfitRow> Profits(IEnumerable<PositionRow> positions) => positions
        .GroupBy(p => _quotes.GetValueOrDefault(p.Symbol, new Asset("")))
        .OrderBy(group => group.Key.Value, StringComparer.Ordinal)
        .Select(group => new ProfitRow(
            group.Key,
            Sum(group.Select(p => p.RealizedPnl)),
            Sum(group.Select(p => p.Pnl - p.RealizedPnl)),
            Sum(group.Select(p => p.Pnl)),
            Sum(group.Select(p => p.Fees)),
            Sum(group.Select(p => p.Slippage))));

    /// <summary>
    /// Balances and positions are what they were plus what moved them. Of each position, realised profit less
    /// cost is the quote asset that it moved. And strategies together are the account.
    /// </summary>
    private IEnumerable<ProofRow> Proofs(
        BalanceRow[] balances, PositionRow[] positions, PositionRow[] strategies)
    {
        foreach (var row in balances)
            yield return new ProofRow($"balance {row.Asset}", row.Opening, row.Moved, row.Closing);
        foreach (var row in positions)
        {
            yield return new ProofRow($"position {row.Symbol}", row.Opening.Value,
                row.TakenOver.Value + row.Bought.Value - row.Sold.Value - row.FeesInBase.Value,
                row.Closing.Value);
            yield return new ProofRow($"strategies of {row.Symbol}", 0m,
                strategies.Where(s => s.Symbol == row.Symbol).Sum(s => s.Closing.Value), row.Closing.Value);
            var opening = _before.Positions.Total(row.Symbol);
            var closing = _after.Positions.Total(row.Symbol);
            var traded = closing.Traded - opening.Traded;
            yield return new ProofRow($"profit {row.Symbol}", (opening.RealizedPnl - opening.Cost).Value,
                (traded.SoldFor - traded.BoughtFor).Value - _moves.FeesInQuote(row.Symbol)
                    - _moves.PositionTakenOver(row.Symbol).Cost,
                (closing.RealizedPnl - closing.Cost).Value);
        }
    }

    private static Notional? Unrealized(PositionState position, DayRolled? end) =>
        position.Quantity == Quantity.Zero ? Notional.Zero
        : MarkOf(end, position.Symbol) is { } mark ? position.UnrealizedPnl(mark)
        : null;

    private static Price? MarkOf(DayRolled? end, Symbol symbol)
    {
        foreach (var mark in end?.Marks ?? [])
            if (mark.Symbol == symbol)
                return mark.Price;
        return null;
    }

    private static Notional Sum(IEnumerable<Notional> amounts) =>
        amounts.Aggregate(Notional.Zero, (sum, amount) => sum + amount);

    private static Notional? Sum(IEnumerable<Notional?> amounts) =>
        amounts.Aggregate((Notional?)Notional.Zero, (sum, amount) => sum + amount);
}
