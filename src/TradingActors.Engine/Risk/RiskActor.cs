using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Owns what one account holds and reserves, and decides in one turn. Fed by callers (orders to place and
/// replace), by market data (instruments, quotes) and by OrderExecutionActor (what became of orders);
/// forwards each decision there, so that the caller is answered once it is durable.
/// </summary>
public sealed class RiskActor : ReceiveActor
{
    private readonly RiskState _state;
    private readonly AccountGate _gate;
    private readonly IActorRef _orders;
    private readonly IActorRef _marketData;
    private readonly HealthMeters _meters;
    private readonly Clock _clock;

    public RiskActor(
        AccountGate gate,
        RiskState state,
        IActorRef orders,
        IActorRef marketData,
        HealthMeters meters,
        Clock clock)
    {
        _gate = gate;
        _state = state;
        _orders = orders;
        _marketData = marketData;
        _meters = meters;
        _clock = clock;

        Receive<PlaceOrder>(place => Decide(place.Request, null));
        Receive<ReplaceOrder>(replace => Decide(replace.Request, replace.Original));
        Receive<QuoteChanged>(changed => _state.Apply(changed.Quote));
        Receive<OrderUpdated>(update => _state.Apply(update));
        Receive<AccountFactRecorded>(fact => _state.Apply(fact));
        Receive<RefusalRecorded>(refusal => _state.Apply(refusal));
        Receive<ReservationReturned>(returned => _state.Apply(returned));
        Receive<InstrumentsKnown>(known => _state.Apply(known));
        Receive<GetExposure>(_ => Sender.Tell(_state.ToView()));
    }

    /// <param name="account">The account that the limits are for; the gate must be this account's.</param>
    /// <param name="venue">Where the account is.</param>
    /// <param name="settings">The account's limits.</param>
    /// <param name="gate">The modes in force, read at each decision.</param>
    /// <param name="recovered">What the account's stream says so far.</param>
    /// <param name="orders">The account's OrderExecutionActor.</param>
    /// <param name="marketData">The venue's MarketDataActor.</param>
    /// <param name="meters">Where the time of each decision is recorded.</param>
    /// <param name="clock">The clock that quotes are stamped by.</param>
    public static Props Props(
        AccountId account,
        VenueId venue,
        RiskSettings settings,
        AccountGate gate,
        AccountSnapshot recovered,
        IActorRef orders,
        IActorRef marketData,
        HealthMeters meters,
        Clock clock)
    {
        if (gate.Account != account || gate.Venue != venue)
            throw new ArgumentException($"the gate of {gate.Account} is not for {account} at {venue}");

        return Akka.Actor.Props.Create(() =>
            new RiskActor(gate, new RiskState(settings, recovered), orders, marketData, meters, clock));
    }

    protected override void PreStart() =>
        _marketData.Tell(new SubscribeMarketData(MarketDataKinds.Quotes, []));

    private void Decide(OrderRequest request, ClientOrderId? replaces)
    {
        var now = _clock.Now;
        var decision = RiskRules.Decide(_state, request, replaces, _gate, now);
        switch (decision.Verdict)
        {
            case RiskVerdict.Approved:
                _orders.Forward(decision.Approved);
                break;
            case RiskVerdict.Refused:
                _orders.Forward(new RefusedOrder(request, decision.Refusal!));
                break;
            case RiskVerdict.Repeated:
                _orders.Forward(new RepeatedOrder(request));
                break;
            default:
                Sender.Tell(new OrderRefused(request, decision.Refusal!));
                break;
        }

        _meters.Record(Meter.RiskDecision, _clock.Now.Since(now));
    }
}
