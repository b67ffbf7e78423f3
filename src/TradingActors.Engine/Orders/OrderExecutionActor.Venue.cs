using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>What the venue says about orders, trades and balances.</summary>
public sealed partial class OrderExecutionActor
{
    private readonly Dictionary<VenueClientId, (int Count, TimeSpan First)> _misses = [];
    private readonly HashSet<VenueClientId> _adopting = [];
    private readonly OrderNumbers _numbers = new();
    private int _adopted;

    private void OnVenueEvent(VenueEvent on)
    {
        if (on is VenueOrderEvent order)
            OnOrderEvent(order);
        else
            OnAccountEvent(on);
        SendQueries();
        WriteNext();
    }

    private void OnOrderEvent(VenueOrderEvent on)
    {
        var now = _clock.Now;
        _numbers.Learn(on);
        switch (on)
        {
            case VenueAccepted accepted:
                if (_state.Find(accepted.Id) is null)
                    AskAbout(accepted.Id, accepted.Symbol);
                else
                    Decide(new OrderAccepted(accepted.Id, accepted.OrderId, accepted.At));
                break;
            case VenueFill fill:
                OnFill(fill);
                break;
            case VenueRejected rejected:
                OnRejected(rejected);
                break;
            case VenueCanceled canceled:
                OnEnded(canceled.Id, new OrderCanceled(canceled.Id, canceled.FilledQuantity, canceled.At));
                break;
            case VenueExpired expired:
                OnEnded(expired.Id, new OrderExpired(expired.Id, expired.FilledQuantity, expired.Reason, expired.At));
                break;
            case VenueCancelRejected refused when _state.Find(refused.Id) is not null:
                Decide(new CancelRejected(refused.Id, refused.Code, refused.Reason, refused.At));
                break;
            case VenueOutcomeUnknown { Request: not VenueRequestKind.Query } unknown when _state.Find(unknown.Id) is not null:
                OnOutcomeUnknown(unknown);
                break;
            case VenueOrderReport report:
                if (_reconciliation.Answered(report, now.Monotonic))
                    RememberNumber(report);
                else
                    OnReport(report);
                break;
            case VenueOrderNotFound notFound:
                OnNotFound(notFound, now);
                _reconciliation.Answered(notFound, now.Monotonic);
                break;
        }
    }

    private void OnAccountEvent(VenueEvent on)
    {
        var now = _clock.Now;
        switch (on)
        {
            case VenueTransfer transfer when _state.HasOpeningBalances:
                Decide(new BalanceTransferred(transfer.Asset, transfer.Change, transfer.At));
                break;
            case VenueInstruments instruments:
                foreach (var instrument in instruments.Instruments)
                    _instruments[instrument.Symbol] = instrument;
                break;
            case VenueOpenOrders open:
                foreach (var report in open.Orders)
                    OnReport(report);
                _reconciliation.Answered(open, now.Monotonic);
                break;
            case VenueTrades trades:
                OnTrades(trades, now);
                break;
            case VenueBalances balances when _reconciliation.Answered(balances):
                OnBalances(balances);
                break;
            case VenueQueryFailed failed:
                _log.Warning("Query {Query} failed: {Code} {Reason}", failed.Query, failed.Code, failed.Reason);
                break;
        }
    }

    private void OnFill(VenueFill fill)
    {
        if (!_instruments.TryGetValue(fill.Symbol, out var instrument))
        {
            _log.Error("{Fill} is in an instrument whose assets are not known", fill);
            RaiseMismatch($"a fill in {fill.Symbol}, which is not configured");
            return;
        }

        // Before the opening balances are taken, what traded is part of them.
        if (!_state.HasOpeningBalances)
            return;

        // The venue's list of trades names orders by its own number alone. An order may have learnt its number from
        // nothing but a fill: its acceptance was lost, and the trades before that fill come by number.
        if (fill.Id.Value.Length == 0)
            fill = fill with { Id = _state.Find(fill.OrderId)?.VenueId ?? _numbers.Find(fill.OrderId) ?? fill.Id };
        else if (_state.Find(fill.Id) is null && !_state.HasCounted(fill.Symbol, fill.TradeId, fill.Side))
            AskAbout(fill.Id, fill.Symbol);
        Decide(new OrderFilled(fill.Id, fill.Symbol, instrument.Base, instrument.Quote, fill.TradeId, fill.Side,
            fill.Price, fill.Quantity, fill.Fee, fill.FeeAsset, fill.IsMaker, fill.At));
        AfterEnd(fill.Id);
    }

    private void OnRejected(VenueRejected rejected)
    {
        if (_state.Find(rejected.Id) is not { } order)
            return;

        Decide(new OrderRejectedByVenue(rejected.Id, rejected.Code, rejected.Reason, rejected.At));
        AfterEnd(rejected.Id);
        if (order.Replaces is { } originalId && _state.Find(originalId) is { Status: OrderStatus.PendingReplace } original)
            AskAbout(originalId, original.Request.Symbol);
    }

    /// <summary>
    /// The venue ended an order. When it counts more filled than was seen, the missing trades are fetched.
    /// </summary>
    private void OnEnded(VenueClientId id, OrderEvent ended)
    {
        var filled = ended switch
        {
            OrderCanceled canceled => canceled.FilledQuantity,
            OrderExpired expired => expired.FilledQuantity,
            _ => Quantity.Zero,
        };
        if (_state.Find(id) is not { } order)
            return;

        if (filled > order.FilledQuantity)
            _reconcileAt = _clock.Now.Monotonic;
        Decide(ended);
        AfterEnd(id);
    }

    private void AfterEnd(VenueClientId id)
    {
        if (_state.Find(id) is not { IsTerminal: true } ended)
            return;

        _misses.Remove(id);
        _cancelWanted.Remove(id);
        if (_waitingForCancelOf.ContainsKey(id))
            SendReplacementOf(id, ended);
    }

    private void OnOutcomeUnknown(VenueOutcomeUnknown unknown)
    {
        Decide(new OrderBecameUnknown(unknown.Id, unknown.Reason, unknown.At));
        if (_state.Find(unknown.Id)?.Replaces is { } original && unknown.Request == VenueRequestKind.Replace)
            Decide(new OrderBecameUnknown(original, unknown.Reason, unknown.At));
    }

    /// <summary>
    /// An end that is held back tells the order's number all the same: its trades are found by it.
    /// </summary>
    private void RememberNumber(VenueOrderReport report)
    {
        if (report.Status != VenueOrderStatus.Rejected && _state.Find(report.Id) is { VenueOrderId: null })
            Decide(new OrderAccepted(report.Id, report.OrderId, report.At));
    }

    private void OnReport(VenueOrderReport report)
    {
        _misses.Remove(report.Id);
        _adopting.Remove(report.Id);
        if (_state.Find(report.Id) is not { } order)
        {
            if (report.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled)
                Adopt(report);
            return;
        }

        if (ReconciliationRules.EventOf(report, order) is { } on)
        {
            Decide(on);
            AfterEnd(report.Id);
            if (_state.Find(report.Id) is { IsTerminal: false } alive)
                OnStillAlive(alive);
        }

        if (report.FilledQuantity > order.FilledQuantity && _reconciliation.Step == ReconciliationStep.Idle)
            _reconcileAt = _clock.Now.Monotonic;
    }

    /// <summary>
    /// A doubt ended with the order alive: a cancel that was lost is sent again, a replacement has failed.
    /// </summary>
    private void OnStillAlive(OrderState alive)
    {
        if (_waitingForCancelOf.Remove(alive.VenueId, out var replacement))
            Decide(new OrderNotSent(replacement, "ORIGINAL_NOT_CANCELED", "the original is still working",
                _clock.Now.Wall));
        else if (_cancelWanted.Contains(alive.VenueId))
            RequestCancel(alive, "asked for again");
    }

    private void Adopt(VenueOrderReport report)
    {
        var alreadyInOpening = _state.HasOpeningBalances ? Quantity.Zero : report.FilledQuantity;
        if (!Decide(ReconciliationRules.Adopt(report, alreadyInOpening)))
            return;

        _adopted++;
        _log.Warning("Adopted {Order}, which was found at the venue and is not ours", report);
    }

    private void OnNotFound(VenueOrderNotFound notFound, Instant now)
    {
        _adopting.Remove(notFound.Id);
        if (_state.Find(notFound.Id) is not { IsTerminal: false } order)
            return;

        var (count, first) = _misses.GetValueOrDefault(notFound.Id, (0, now.Monotonic));
        _misses[notFound.Id] = (count + 1, first);
        if (!ReconciliationRules.NeverExisted(order, count + 1, now.Monotonic - first, _settings.NotFoundAfter))
            return;

        Decide(new OrderRejectedByVenue(notFound.Id, "NEVER_ARRIVED",
            "the venue does not know it, asked repeatedly", notFound.At));
        AfterEnd(notFound.Id);
    }

    private void AskAbout(VenueClientId id, Symbol symbol)
    {
        if (_adopting.Add(id))
            _desk.Connection.Tell(new SendQuery(new QueryOrder(id, symbol)));
    }

    private void OnTrades(VenueTrades trades, Instant now)
    {
        foreach (var fill in trades.Fills)
            OnFill(fill);
        _reconciliation.Answered(trades, now.Monotonic);
        if (_reconciliation.Step != ReconciliationStep.Balances)
            return;

        foreach (var end in _reconciliation.TakeEnds())
            OnReport(end);
    }
}
