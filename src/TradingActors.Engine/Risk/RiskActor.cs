using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Owns what one account holds and reserves, and decides in one turn. Fed by callers (orders to place and
/// replace, limits to change), by market data (instruments, quotes) and by OrderExecutionActor (what
/// became of orders); forwards each decision there, so that the caller is answered once it is durable.
/// Looks at losses and limits between decisions, asks the node's gate for holds and tells the listeners
/// of alerts.
/// </summary>
public sealed partial class RiskActor : ReceiveActor, IWithTimers
{
    private readonly AccountGate _gate;
    private readonly RiskState _state;
    private readonly RiskPartners _partners;
    private readonly HealthMeters _meters;
    private readonly Clock _clock;
    private readonly RiskWatch _watch;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ExitSettings? _exits;

    public RiskActor(
        AccountGate gate,
        RiskState state,
        TimeSpan dayStartsAt,
        RiskPartners partners,
        HealthMeters meters,
        Clock clock,
        ExitSettings? exits)
    {
        _exits = exits;
        _gate = gate;
        _state = state;
        _partners = partners;
        _meters = meters;
        _clock = clock;
        _watch = new RiskWatch(state, dayStartsAt, clock.Now);

        Receive<PlaceOrder>(place => Decide(place.Request, null));
        Receive<ReplaceOrder>(replace => Decide(replace.Request, replace.Original));
        Receive<PlaceExit>(OnPlaceExit);
        Receive<QuoteChanged>(changed => _state.Apply(changed.Quote));
        Receive<OrderUpdated>(update => _state.Apply(update));
        Receive<AccountFactRecorded>(OnFact);
        Receive<RefusalRecorded>(refusal => _state.Apply(refusal));
        Receive<ReservationReturned>(returned => _state.Apply(returned));
        Receive<InstrumentsKnown>(known => _state.Apply(known));
        Receive<ChangeLimit>(OnChangeLimit);
        Receive<ApproveLimit>(OnApproveLimit);
        Receive<GetLimits>(_ => Sender.Tell(ToView()));
        Receive<GetExposure>(_ => Sender.Tell(_state.ToView()));
        Receive<Look>(_ => OnLook());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="account">The account that the limits are for; the gate must be this account's.</param>
    /// <param name="venue">Where the account is.</param>
    /// <param name="settings">The account's limits.</param>
    /// <param name="dayStartsAt">When the trading day begins, from 00:00 UTC.</param>
    /// <param name="gate">The modes in force, read at each decision.</param>
    /// <param name="recovered">What the account's stream says so far.</param>
    /// <param name="partners">The actors that it works with.</param>
    /// <param name="meters">Where the time of each decision is recorded.</param>
    /// <param name="clock">The clock that quotes are stamped by.</param>
    /// <param name="exits">What a flatten may ask for; without it every order of one is refused.</param>
    public static Props Props(
        AccountId account,
        VenueId venue,
        RiskSettings settings,
        TimeSpan dayStartsAt,
        AccountGate gate,
        AccountSnapshot recovered,
        RiskPartners partners,
        HealthMeters meters,
        Clock clock,
        ExitSettings? exits = null)
    {
        if (gate.Account != account || gate.Venue != venue)
            throw new ArgumentException($"the gate of {gate.Account} is not for {account} at {venue}");

        return Akka.Actor.Props.Create(() => new RiskActor(
            gate, new RiskState(settings, recovered), dayStartsAt, partners, meters, clock, exits));
    }

    protected override void PreStart()
    {
        _partners.MarketData.Tell(new SubscribeMarketData(MarketDataKinds.Quotes, []));
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, Look.Every);
    }

    private void Decide(OrderRequest request, ClientOrderId? replaces)
    {
        var now = _clock.Now;
        Forward(request, RiskRules.Decide(_state, request, replaces, _gate, now));
        if (_state.HasNotices)
            Raise(_state.TakeNotices());
        _meters.Record(Meter.RiskDecision, _clock.Now.Since(now));
    }

    private void OnPlaceExit(PlaceExit exit)
    {
        if (_exits is null)
            _partners.Orders.Forward(new RefusedOrder(exit.Request, new Refusal(RefusalCode.NoLimitConfigured,
                Detail: "no exits are configured for the account")));
        else
            Forward(exit.Request, ExitLadder.Decide(_state, exit, _exits, _gate, _clock.Now));
    }

    private void Forward(OrderRequest request, in RiskDecision decision)
    {
        switch (decision.Verdict)
        {
            case RiskVerdict.Approved:
                _partners.Orders.Forward(decision.Approved);
                break;
            case RiskVerdict.Refused:
                _partners.Orders.Forward(new RefusedOrder(request, decision.Refusal!, decision.Seen));
                break;
            case RiskVerdict.Repeated:
                _partners.Orders.Forward(new RepeatedOrder(request));
                break;
            default:
                Sender.Tell(new OrderRefused(request, decision.Refusal!));
                break;
        }
    }

    private void OnLook()
    {
        var now = _clock.Now;
        var found = _watch.Look(now);
        Raise(found.Notices);
        if (found.Marked is { } marked)
            _partners.Orders.Tell(new RecordFact(marked));
        foreach (var (use, percent) in found.Alerts)
        {
            _log.Warning("{Account}: {Limit} is used to {Percent} %: {Used} of {Max}",
                _gate.Account, use.Key, percent, use.Used, use.Limit);
            foreach (var listener in _partners.Listeners)
                listener.Tell(new LimitAlert(_gate.Account, use.Key, percent, use.Limit, use.Used, now.Wall));
        }
    }

    private void Raise(IReadOnlyList<RiskNotice> notices)
    {
        foreach (var notice in notices)
        {
            var scope = notice.Strategy is { } strategy
                ? Scope.Strategy(_gate.Account, strategy)
                : Scope.Account(_gate.Account);
            _partners.Gate.Tell(notice.Mode is { } mode
                ? new RaiseHold(new Hold(notice.Cause, scope, mode, notice.Reason, "risk", _clock.Now.Wall))
                : new ClearHold(notice.Cause, scope, notice.Reason));
        }
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    }
}
