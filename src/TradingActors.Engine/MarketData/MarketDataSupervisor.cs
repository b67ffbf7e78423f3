using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// The venue's market data for everybody else: one reference that outlives the <see cref="MarketDataActor"/>
/// below it. One that failed is made again after growing delays, so that a fault that returns at once does
/// not spin, and hears again what its predecessor's subscribers wished for.
/// </summary>
public sealed class MarketDataSupervisor : UntypedActor, IWithTimers
{
    private readonly VenueId _venue;
    private readonly Props _child;
    private readonly ReconnectBackoff _backoff;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, SubscribeMarketData> _wishes = [];
    private IActorRef? _actor;

    public MarketDataSupervisor(VenueId venue, Props child, ReconnectSettings restarts, int seed, Clock clock)
    {
        _venue = venue;
        _child = child;
        _backoff = new ReconnectBackoff(restarts, new Random(seed));
        _clock = clock;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        VenueId venue, Props child, ReconnectSettings restarts, int seed, Clock clock) =>
        Akka.Actor.Props.Create(() => new MarketDataSupervisor(venue, child, restarts, seed, clock));

    protected override void PreStart()
    {
        _backoff.NextDelay(_clock.Now);
        StartChild();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SubscribeMarketData wish:
                if (!_wishes.ContainsKey(Sender))
                    Context.Watch(Sender);
                _wishes[Sender] = wish;
                _actor?.Forward(wish);
                break;
            case Terminated ended when ended.ActorRef.Equals(_actor):
                OnChildEnded();
                break;
            case Terminated ended:
                _wishes.Remove(ended.ActorRef);
                break;
            case StartDue:
                StartChild();
                break;
            case GetMarketData when _actor is null:
                Sender.Tell(new MarketDataView(_venue, false, 0, 0, 0, 0, 0, []));
                break;
            default:
                _actor?.Forward(message);
                break;
        }
    }

    /// <summary>The one that failed is not used again: another is made once it has ended.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _log.Error(failure, "The market data of {Venue} failed", _venue);
        return Directive.Stop;
    });

    private void StartChild()
    {
        _backoff.Ready(_clock.Now);
        _actor = Context.Watch(Context.ActorOf(_child, "feed"));
        foreach (var (subscriber, wish) in _wishes)
            _actor.Tell(wish, subscriber);
    }

    private void OnChildEnded()
    {
        _actor = null;
        var delay = _backoff.NextDelay(_clock.Now);
        _log.Warning("The market data of {Venue} is started again in {Delay}", _venue, delay);
        Timers.StartSingleTimer(StartDue.Instance, StartDue.Instance, delay);
    }

    private sealed class StartDue
    {
        public static readonly StartDue Instance = new();
    }
}
