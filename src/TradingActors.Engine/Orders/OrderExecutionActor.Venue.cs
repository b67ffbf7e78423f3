using System.Globalization;
using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Orders;

/// <summary>What the venue says about orders, trades and balances.</summary>
public sealed partial class OrderExecutionActor
{
    private readonly Dictionary<VenueClientId, (int Count, TimeSpan First)> _misses = [];
    private readonly HashSet<VenueClientId> _askedAbout = [];
    private readonly HashSet<VenueClientId> _cancelsRefused = [];
    private int _adopted;

    private void OnVenueEvent(VenueEvent on)
    {
        if (on is VenueOrderEvent order)
            OnOrderEvent(order);
        else
            OnAccountEvent(on);
        ClaimFills();
        SendQueries();
        WriteNext();
    }

    private void OnOrderEvent(VenueOrderEvent on)
    {
        var now = _clock.Now;
        switch (on)
        {
            case VenueAccepted accepted:
                OnAccepted(accepted);
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
                OnEnded(expired.Id,
                    new OrderExpired(expired.Id, expired.FilledQuantity, expired.Reason, expired.At));
                break;
            case VenueCancelRejected refused when _state.Find(refused.Id) is not null:
                OnCancelRejected(refused);
                break;
            case VenueOutcomeUnknown { Request: not VenueRequestKind.Query } unknown
                when _state.Find(unknown.Id) is not null:
                OnOutcomeUnknown(unknown);
                break;
            case VenueOrderReport report:
                if (_reconciliation.Answered(report, now.Monotonic))
                    LearnNumber(report);
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
                OnTransfer(transfer);
                break;
            case VenueInstruments instruments:
                OnInstruments(instruments);
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
                OnQueryFailed(failed);
                break;
        }
    }

    /// <summary>
    /// New rules hold from the next order on. An instrument that is not listed any more takes no orders; it
    /// is remembered, because those that work there are looked after and may still fill.
    /// </summary>
    private void OnInstruments(VenueInstruments known)
    {
        var before = _instruments.Values.ToArray();
        foreach (var instrument in before)
            _instruments[instrument.Symbol] = instrument with { Status = InstrumentStatus.Halted };
        foreach (var instrument in known.Instruments)
            _instruments[instrument.Symbol] = instrument;
        foreach (var instrument in before)
            if (_instruments[instrument.Symbol].Status is var status && status != instrument.Status)
                _log.Warning(
                    "{Symbol} is {Status}, it was {Before}", instrument.Symbol, status, instrument.Status);
        _desk.Risk.Tell(new InstrumentsKnown(known.Instruments));
    }

    /// <summary>
    /// Money that leaves by another way than an order is held against first, journaled second.
    /// </summary>
    private void OnTransfer(VenueTransfer transfer)
    {
        if (transfer.Change < 0m && _desk.OnWithdrawal != TradingMode.Active)
            _desk.Gate.Tell(new RaiseHold(new Hold(HoldCause.UnexpectedBalanceChange, Scope.Account(_account),
                _desk.OnWithdrawal, string.Create(CultureInfo.InvariantCulture,
                    $"{-transfer.Change} {transfer.Asset} left the account at {transfer.At:O}"),
                "orders", _clock.Now.Wall)));
        Decide(new BalanceTransferred(transfer.Asset, transfer.Change, transfer.At));
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

        // The venue's list of trades names orders by its own number alone.
        if (fill.Id.Value.Length == 0)
            fill = fill with { Id = _state.Find(fill.OrderId)?.VenueId ?? fill.Id };
        var order = _state.Find(fill.Id);
        var isNew = Decide(new OrderFilled(
            fill.Id, fill.Symbol, instrument.Base, instrument.Quote, fill.TradeId, fill.Side, fill.Price,
            fill.Quantity, fill.Fee, fill.FeeAsset, fill.IsMaker, fill.At,
            order is { VenueOrderId: null } ? fill.OrderId : null, instrument.Contract));
        if (order is not null)
            AfterFill(fill);
        else if (isNew && fill.Id.Value.Length > 0)
            OnStray(fill);
    }

    /// <summary>
    /// However late, an acceptance ends every count towards "never existed".
    /// </summary>
    private void OnAccepted(VenueAccepted accepted)
    {
        _misses.Remove(accepted.Id);
        if (_state.Find(accepted.Id) is null)
            AskAbout(accepted.Id, accepted.Symbol);
        else
            Decide(new OrderAccepted(accepted.Id, accepted.OrderId, accepted.At));
    }

    /// <summary>
    /// Why a cancel was refused says nothing certain about the order, so the venue is asked at once; where it
    /// refuses again, at the pace of every other doubt, because each answer sends the cancel anew.
    /// </summary>
    private void OnCancelRejected(VenueCancelRejected refused)
    {
        Decide(new CancelRejected(refused.Id, refused.Code, refused.Reason, refused.At));
        foreach (var (halt, _) in _halts)
            halt.CancelRefused(refused.Id);
        if (_state.Find(refused.Id) is { Status: OrderStatus.Unknown } order
            && _cancelsRefused.Add(refused.Id))
            AskAbout(refused.Id, order.Request.Symbol);
    }

    private void OnRejected(VenueRejected rejected)
    {
        if (_state.Find(rejected.Id) is not { } order)
            return;

        Decide(new OrderRejectedByVenue(rejected.Id, rejected.Code, rejected.Reason, rejected.At));
        AfterEnd(rejected.Id);
        if (order.Replaces is not { } originalId
            || _state.Find(originalId) is not { Status: OrderStatus.PendingReplace } original)
            return;

        // Nothing else is under way for the original: what became of it only the venue can say.
        Decide(new CancelRejected(originalId, rejected.Code, rejected.Reason, rejected.At));
        AskAbout(originalId, original.Request.Symbol);
    }

    /// <summary>
    /// The venue ended an order. When it counts more filled than was seen, the missing trades come first.
    /// </summary>
    private void OnEnded(VenueClientId id, OrderEvent ended)
    {
        if (_state.Find(id) is not { } order)
            return;

        var filled = ended switch
        {
            OrderCanceled canceled => canceled.FilledQuantity,
            OrderExpired expired => expired.FilledQuantity,
            _ => Quantity.Zero,
        };
        if (filled > order.FilledAtVenue && !order.IsTerminal)
        {
            HoldEnd(order, ended, filled);
            return;
        }

        Decide(ended);
        AfterEnd(id);
    }

    private void AfterEnd(VenueClientId id)
    {
        if (_state.Find(id) is not { IsTerminal: true } ended)
            return;

        _misses.Remove(id);
        _cancelWanted.Remove(id);
        _cancelsRefused.Remove(id);
        _held.Forget(id);
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
    /// The number is part of the order, so that it outlives a restart: the venue's list of trades knows
    /// orders by it alone, and an end that is held back waits for those trades.
    /// </summary>
    private void LearnNumber(VenueOrderReport report)
    {
        if (report.Status != VenueOrderStatus.Rejected && _state.Find(report.Id) is { VenueOrderId: null })
            Decide(new OrderAccepted(report.Id, report.OrderId, report.At));
    }

    private void OnReport(VenueOrderReport report)
    {
        _misses.Remove(report.Id);
        _askedAbout.Remove(report.Id);
        if (_state.Find(report.Id) is not { } order)
        {
            if (ReconciliationRules.IsOpen(report))
                Adopt(report);
            return;
        }

        if (ReconciliationRules.EventOf(report, order) is { } on)
        {
            Decide(on);
            AfterEnd(report.Id);
            if (order.Status == OrderStatus.Unknown && _state.Find(report.Id) is { IsTerminal: false } alive)
                OnStillAlive(alive);
        }

        if (order.IsTerminal || report.FilledQuantity <= order.FilledAtVenue)
            return;

        LearnNumber(report);
        if (ReconciliationRules.IsOpen(report))
            AskTrades(report.Symbol);
        else
            HoldEnd(order, ReconciliationRules.EndOf(report), report.FilledQuantity);
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
        var carried = _state.HasOpeningBalances ? TakeStrays(report) : report.FilledQuantity;
        if (!Decide(ReconciliationRules.Adopt(report, carried)))
            return;

        _adopted++;
        _log.Warning("Adopted {Order}, which was found at the venue and is not ours", report);
    }

    /// <summary>
    /// What was never accepted is settled by it; what the venue did accept is in doubt again, and only its
    /// own word or a person ends that.
    /// </summary>
    private void OnNotFound(VenueOrderNotFound notFound, Instant now)
    {
        _askedAbout.Remove(notFound.Id);
        if (_state.Find(notFound.Id) is not { IsTerminal: false } order)
            return;

        var (count, first) = _misses.GetValueOrDefault(notFound.Id, (0, now.Monotonic));
        _misses[notFound.Id] = (++count, first);
        if (!ReconciliationRules.IsMissing(count, now.Monotonic - first, _settings.NotFoundAfter))
            return;

        if (ReconciliationRules.NeverExisted(order))
            Decide(new OrderRejectedByVenue(notFound.Id, "NEVER_ARRIVED",
                "the venue does not know it, asked repeatedly", notFound.At));
        else if (Decide(new OrderBecameUnknown(
            notFound.Id, "the venue does not know it any more", notFound.At)))
            _log.Error("The venue had {Order} and does not know it any more, asked {Count} times", order,
                count);
        AfterEnd(notFound.Id);
    }

    private void AskAbout(VenueClientId id, Symbol symbol)
    {
        if (_askedAbout.Add(id))
            _desk.Connection.Tell(new SendQuery(new QueryOrder(id, symbol)));
    }

    /// <summary>
    /// A failed query says nothing about what it asked for: it is asked again when it is due.
    /// </summary>
    private void OnQueryFailed(VenueQueryFailed failed)
    {
        _log.Warning("Query {Query} failed: {Code} {Reason}", failed.Query, failed.Code, failed.Reason);
        if (failed.Query is QueryOrder order)
            _askedAbout.Remove(order.Id);
        if (failed.Query is QueryTrades trades)
            _tradesAsked.Remove(trades.Symbol);
    }
}
