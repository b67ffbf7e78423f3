using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// Trades that the stream left out: noticed by what the venue counts as filled, asked for at once, and
/// waited for before the end that they belong to is told.
/// </summary>
public sealed partial class OrderExecutionActor
{
    /// <summary>
    /// Orders that are not known, with fills of theirs; beyond this they are forgotten together.
    /// </summary>
    private const int StraysMax = 1_000;

    private readonly HeldEnds _held = new();
    private readonly HashSet<Symbol> _tradesAsked = [];
    private readonly Dictionary<VenueClientId, Quantity> _strays = [];
    private readonly List<VenueFill> _unclaimed = [];

    /// <summary>
    /// The fill may be the one that an end waited for, or show that others before it were missed.
    /// </summary>
    private void AfterFill(VenueFill fill)
    {
        _misses.Remove(fill.Id);
        if (_state.Find(fill.Id) is not { } order)
            return;

        if (!order.IsTerminal && fill.CumulativeQuantity > order.FilledAtVenue)
            AskTrades(fill.Symbol);
        Release(order);
        AfterEnd(fill.Id);
    }

    private void HoldEnd(OrderState order, OrderEvent? end, Quantity filled)
    {
        _log.Info("The venue counts {Filled} filled of {Order}: its end waits for the trades", filled, order);
        _held.Hold(order, end, filled);
        AskTrades(order.Request.Symbol);
    }

    /// <summary>Everything since the last answer; one question a symbol at a time.</summary>
    private void AskTrades(Symbol symbol)
    {
        if (_state.HasOpeningBalances && _tradesAsked.Add(symbol))
            _desk.Connection.Tell(new SendQuery(
                new QueryTrades(symbol, _reconciliation.TradesFrom(symbol, _state))));
    }

    private void OnTrades(VenueTrades trades, Instant now)
    {
        foreach (var fill in trades.Fills)
            if (MayBeOurs(fill))
                _unclaimed.Add(fill);
            else
                OnFill(fill);
        _tradesAsked.Remove(trades.Symbol);
        var isOfCycle = _reconciliation.Step == ReconciliationStep.Trades;
        _reconciliation.Answered(trades, now.Monotonic);
        if (trades.IsComplete)
            ReleaseAdopted(trades.Symbol);
        else if (!isOfCycle)
            AskTrades(trades.Symbol);
        if (_reconciliation.Step != ReconciliationStep.Balances)
            return;

        foreach (var end in _reconciliation.TakeEnds())
            OnReport(end);
    }

    /// <summary>
    /// The list of trades names orders by the venue's number alone. While an order that was sent has no
    /// number yet, a trade under an unknown one may be its own: it waits until each such order has a
    /// number or an end.
    /// </summary>
    private bool MayBeOurs(VenueFill fill)
    {
        if (fill.Id.Value.Length > 0 || !_state.HasOpeningBalances || _state.Find(fill.OrderId) is not null
            || _state.HasCounted(fill.Symbol, fill.TradeId, fill.Side) || _unclaimed.Count >= StraysMax)
            return false;

        foreach (var order in _state.Working.Values)
            if (order.VenueOrderId is null && order.Status != OrderStatus.New
                && order.Request.Symbol == fill.Symbol)
                return true;
        return false;
    }

    private void ClaimFills()
    {
        if (_unclaimed.Count == 0)
            return;

        VenueFill[] waiting = [.. _unclaimed];
        _unclaimed.Clear();
        foreach (var fill in waiting)
            if (MayBeOurs(fill))
                _unclaimed.Add(fill);
            else
                OnFill(fill);
    }

    private void Release(OrderState order)
    {
        if (!_held.TryRelease(order, out var end) || end is null)
            return;

        Decide(end);
        AfterEnd(order.VenueId);
    }

    /// <summary>
    /// Of an adopted order, fills may have been counted before anybody knew whose they were. With all trades
    /// in, there is nothing left to wait for.
    /// </summary>
    private void ReleaseAdopted(Symbol symbol)
    {
        foreach (var id in _held.In(symbol))
            if (_state.Find(id) is { IsExternal: true } order && _held.TryTake(id, out var end))
            {
                Decide(end ?? new OrderExpired(
                    id, order.FilledQuantity, "filled, in part before it was adopted", _clock.Now.Wall));
                AfterEnd(id);
            }
    }

    /// <summary>A fill of an order that is not known: its money counts, and the order is asked for.</summary>
    private void OnStray(VenueFill fill)
    {
        if (_strays.Count >= StraysMax)
            _strays.Clear();
        _strays[fill.Id] = _strays.GetValueOrDefault(fill.Id) + fill.Quantity;
        AskAbout(fill.Id, fill.Symbol);
    }

    /// <summary>What of the order's fills was counted before it was known.</summary>
    private Quantity TakeStrays(VenueOrderReport report)
    {
        _strays.Remove(report.Id, out var counted);
        return counted < report.FilledQuantity ? counted : report.FilledQuantity;
    }
}
