using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Orders;

/// <summary>Deciding an event, writing it, and what follows once it is durable.</summary>
public sealed partial class OrderExecutionActor
{
    /// <summary>
    /// Applies the event and queues it for the journal; false when it says nothing new or cannot be.
    /// </summary>
    private bool Decide(AccountEvent on, IActorRef? caller = null, ApprovedOrder? approved = null)
    {
        var applied = _state.Apply(on);
        if (_state.Forgotten.Count > 0)
            _state.ClearForgotten();
        switch (applied.Verdict)
        {
            case EdgeVerdict.NoChange:
                return false;
            case EdgeVerdict.Illegal:
                _log.Error("{Event} cannot happen to {Order}: ignored", on, applied.Order);
                return false;
            case EdgeVerdict.Alarming:
                _log.Error("{Event} should not have happened to {Order}: applied", on, applied.Order);
                break;
        }

        if (on is IntentRecorded intent)
            _waiting[intent.Request.ClientOrderId] = [];
        if (on is IntentRefused refused)
            _waiting.TryAdd(refused.Request.ClientOrderId, []);
        _queue.Add(new Commit(on, applied.Order, caller, approved, applied.Settled));
        return true;
    }

    private void WriteNext()
    {
        if (_queue.TryBegin(out var batch))
            _desk.Journal.Tell(new WriteEvents(batch));
    }

    private void OnWritten(EventsWritten written)
    {
        var sequenceNumber = written.LastSequenceNumber - written.Written;
        foreach (var commit in _queue.Written)
        {
            if (written.AlreadyKnown.Count > 0 && KnownBefore(commit.Event, written.AlreadyKnown) is { } known)
            {
                Withdraw(commit, known);
                continue;
            }

            Announce(commit, ++sequenceNumber);
        }

        _queue.Finish();
        if (_openingIsDurable)
        {
            _openingIsDurable = false;
            FinishReconciliation();
        }

        AnnounceReconciled();
        ReportHalts();
        WriteNext();
        AnswerFlushes();
    }

    private static KnownIntent? KnownBefore(AccountEvent on, IReadOnlyList<KnownIntent> known)
    {
        var id = on switch
        {
            IntentRecorded intent => intent.Request.ClientOrderId,
            IntentRefused refused => refused.Request.ClientOrderId,
            _ => default,
        };
        return known.FirstOrDefault(k => k.Request.ClientOrderId == id);
    }

    /// <summary>
    /// The id was used long ago: what was decided for the repeat is undone, and the first answer is given.
    /// </summary>
    private void Withdraw(in Commit commit, KnownIntent known)
    {
        if (commit.Event is IntentRecorded intent)
        {
            _state.Withdraw(intent.VenueId);
            _desk.Risk.Tell(new ReservationReturned(intent.Request.ClientOrderId));
            Answer(intent.Request, caller => AnswerKnown(intent.Request, known, caller), commit.Caller);
        }
        else if (commit.Event is IntentRefused refused)
        {
            _state.WithdrawRefused(refused.Request.ClientOrderId);
            Answer(refused.Request, caller => AnswerKnown(refused.Request, known, caller), commit.Caller);
        }
    }

    private void Announce(in Commit commit, long sequenceNumber)
    {
        switch (commit.Event)
        {
            case IntentRecorded intent:
                var order = Send(intent, commit.Approved!);
                Answer(intent.Request, order, commit.Caller);
                Publish(new OrderUpdated(order, intent, sequenceNumber), order.Request.Strategy);
                break;
            case IntentRefused refused:
                Answer(refused.Request, caller => caller.Tell(new OrderRefused(refused.Request, refused.Refusal)),
                    commit.Caller);
                Publish(new RefusalRecorded(refused.Request, refused.Refusal, sequenceNumber),
                    refused.Request.Strategy);
                break;
            case OrderEvent on when commit.Order is { } changed:
                Publish(
                    new OrderUpdated(changed, on, sequenceNumber, commit.Settled), changed.Request.Strategy);
                if (changed.IsTerminal || changed.Status == OrderStatus.Unknown)
                    _leftovers.Remove(changed.VenueId);
                if (changed.IsTerminal)
                    _desk.Connection.Tell(new OrderFinished(changed.VenueId));
                if (on is OrderResolved)
                    commit.Caller?.Tell(new Resolved(on, changed));
                if (on is ReplacementSized)
                    SendSized(on.VenueId);
                break;
            default:
                Publish(new AccountFactRecorded(commit.Event, sequenceNumber, commit.Settled), null);
                commit.Caller?.Tell(new Resolved(commit.Event, null));
                _openingIsDurable |= commit.Event is OpeningBalancesTaken;
                break;
        }
    }

    /// <summary>The intent is durable: it may go out now, unless it was cancelled while it waited.</summary>
    private OrderState Send(IntentRecorded intent, ApprovedOrder approved)
    {
        var order = _state.Find(intent.VenueId);
        if (order is null)
            return new OrderState(intent.Request, intent.VenueId, OrderStatus.New, intent.At, intent.At);

        if (order.Status != OrderStatus.New)
        {
            Decide(new OrderNotSent(order.VenueId, "CANCELED_BEFORE_SENT", order.Reason, _clock.Now.Wall));
            return order;
        }

        if (order.Replaces is not { } originalId)
        {
            order = _state.MarkSent(order.VenueId) ?? order;
            _desk.Connection.Tell(new SendOrder(ToVenue(order), order.Request.Strategy, approved.Reduces,
                approved.ReceivedAt, IsExit: approved.Pass is not null));
            return order;
        }

        var original = _state.Find(originalId);
        if (original is { IsTerminal: false } && original.FilledQuantity == Quantity.Zero)
        {
            order = _state.MarkSent(order.VenueId) ?? order;
            _desk.Connection.Tell(new SendReplace(new ReplaceAtVenue(originalId, ToVenue(order)),
                order.Request.Strategy, approved.Reduces, approved.ReceivedAt));
            return order;
        }

        // The original has begun to fill: only the confirmed cancel says how much of the total is left to ask
        // for.
        _waitingForCancelOf[originalId] = order.VenueId;
        if (original is { IsTerminal: false })
            _desk.Connection.Tell(new SendCancel(new CancelAtVenue(originalId, original.Request.Symbol)));
        else
            SendReplacementOf(originalId, original);
        return order;
    }

    /// <summary>The original of a waiting replacement has ended: ask for what is left of the total.</summary>
    private void SendReplacementOf(VenueClientId originalId, OrderState? original)
    {
        if (!_waitingForCancelOf.Remove(originalId, out var id) || _state.Find(id) is not { } order)
            return;

        var now = _clock.Now;
        var carried = original is null ? order.Carried : original.Carried + original.FilledQuantity;
        if (order.Status != OrderStatus.New || original?.Status == OrderStatus.Filled
            || order.Request.Quantity <= carried)
        {
            Decide(new OrderNotSent(id, "NOTHING_LEFT_TO_REPLACE", $"the original is {original?.Status}", now.Wall));
            return;
        }

        // Durable before it is sent: the size is part of the intent.
        if (carried != order.Carried)
            Decide(new ReplacementSized(id, carried, now.Wall));
        else
            SendSized(id);
    }

    private void SendSized(VenueClientId id)
    {
        if (_state.Find(id) is not { Status: OrderStatus.New })
            return;

        var order = _state.MarkSent(id)!;
        _desk.Connection.Tell(new SendOrder(ToVenue(order), order.Request.Strategy, order.Request.ReduceOnly,
            _clock.Now));
    }

    private SelfTradePrevention PreventionOf(OrderRequest request) =>
        request.SelfTradePrevention == SelfTradePrevention.VenueDefault
            && _instruments.TryGetValue(request.Symbol, out var instrument)
            && instrument.SelfTradePreventions.Contains(_settings.SelfTradePrevention)
                ? _settings.SelfTradePrevention
                : request.SelfTradePrevention;

    private PlaceAtVenue ToVenue(OrderState order) => new(
        order.VenueId,
        order.Request.Symbol,
        order.Request.Side,
        order.Request.Type,
        order.Request.TimeInForce,
        order.Quantity,
        order.Request.LimitPrice,
        order.Request.StopPrice,
        PreventionOf(order.Request));

    private void Answer(OrderRequest request, OrderState order, IActorRef? caller)
    {
        caller?.Tell(new OrderAcknowledged(order));
        if (_waiting.Remove(request.ClientOrderId, out var callers))
            foreach (var waiting in callers)
                waiting.Tell(new OrderAcknowledged(order));
    }

    private void Answer(OrderRequest request, Action<IActorRef> answer, IActorRef? caller)
    {
        if (caller is not null)
            answer(caller);
        if (_waiting.Remove(request.ClientOrderId, out var callers))
            callers.ForEach(answer);
    }

    private void Publish(object update, StrategyId? strategy)
    {
        _desk.Risk.Tell(update);
        _desk.Positions.Tell(update);
        foreach (var (subscriber, wanted) in _subscribers)
            if (wanted is null || wanted == strategy)
                subscriber.Tell(update);
        foreach (var listener in _desk.Listeners)
            listener.Tell(update);
    }
}
