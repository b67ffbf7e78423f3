using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Health;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// The public data of one venue: owns its session and the two transports under it, makes them again when they
/// break, and pushes quotes, trades, books and instruments to those who subscribed. Frames come in batches
/// from the transports' inboxes; nobody is asked and nothing is written but what the session says.
/// </summary>
public sealed class MarketDataActor : UntypedActor, IWithTimers, IMarketDataSink
{
    private static readonly TimeSpan AgeInterval = TimeSpan.FromSeconds(1);

    private readonly VenueId _venue;
    private readonly MarketDataSettings _settings;
    private readonly RateBudget _budget;
    private readonly HealthMeters _meters;
    private readonly IActorRef[] _listeners;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly MarketFeeds _feeds;
    private readonly UnreadableFrames _unreadable = new();
    private readonly LaneConnection[] _lanes;
    private readonly IMarketDataSession _session;
    private Instant _now;
    private TimeSpan _ageDueAt;
    private long _generation;
    private bool _isUp;
    private string _downReason = "connecting";

    public MarketDataActor(
        VenueId venue,
        IVenueConnector connector,
        MarketDataSettings settings,
        ulong seed,
        RateBudget budget,
        HealthMeters meters,
        IActorRef[] listeners,
        Clock clock)
    {
        _venue = venue;
        _budget = budget;
        _settings = settings;
        _meters = meters;
        _listeners = listeners;
        _clock = clock;
        _now = clock.Now;
        _feeds = new MarketFeeds(settings.BookLevels);
        _lanes =
        [
            Lane(MarketDataLane.Streams, connector.StreamsAddress, connector.Transports, seed),
            Lane(MarketDataLane.Requests, connector.RequestsAddress, connector.Transports, seed),
        ];
        _session = connector.CreateMarketData(this);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        VenueId venue,
        IVenueConnector connector,
        MarketDataSettings settings,
        ulong seed,
        RateBudget budget,
        HealthMeters meters,
        IActorRef[] listeners,
        Clock clock) =>
        Akka.Actor.Props.Create(
            () => new MarketDataActor(venue, connector, settings, seed, budget, meters, listeners, clock));

    protected override void PreStart()
    {
        _ageDueAt = _now.Monotonic + AgeInterval;
        PublishLink(_downReason);
        foreach (var lane in _lanes)
            Reconnect(lane);
        Timers.StartSingleTimer(TickDue.Instance, TickDue.Instance, _settings.TickMin);
    }

    protected override void OnReceive(object message)
    {
        _now = _clock.Now;
        switch (message)
        {
            case FramesArrived arrived:
                OnFrames(LaneOf(arrived));
                break;
            case TickDue:
                OnTick();
                break;
            case TransportOpened opened:
                OnOpened(LaneOf(opened));
                break;
            case TransportWritten written:
                LaneOf(written)?.Written();
                break;
            case TransportClosed closed:
                LaneOf(closed)?.Fail(closed.Reason);
                break;
            case ReconnectDue due:
                Connect(_lanes[(int)due.Lane]);
                break;
            case SubscribeMarketData wish:
                Context.Watch(Sender);
                _feeds.Subscribe(Sender, wish, _now);
                break;
            case Terminated gone:
                _feeds.Unsubscribe(gone.ActorRef, _now);
                break;
            case GetMarketData:
                Sender.Tell(View());
                break;
            default:
                Unhandled(message);
                break;
        }

        Settle();
    }

    protected override void PostStop()
    {
        foreach (var lane in _lanes)
            lane.Dispose();
        if (_isUp)
            PublishLink("stopped", isUp: false);
    }

    void IMarketDataSink.Write(MarketDataLane lane, ReadOnlySpan<byte> frame) =>
        _lanes[(int)lane].Write(frame);

    void IMarketDataSink.OnQuote(in Quote quote) => _feeds.OnQuote(quote, _now);

    void IMarketDataSink.OnTrade(in MarketTrade trade) => _feeds.OnTrade(trade, _now);

    void IMarketDataSink.OnBook(Symbol symbol, IOrderBookView book) => _feeds.OnBook(symbol, book, _now);

    void IMarketDataSink.OnFailed(MarketDataLane lane, string code, string reason) =>
        _lanes[(int)lane].Fail($"{code} {reason}");

    bool IMarketDataSink.TryTakeWeight(int weight) =>
        _budget.TryTake(RateUse.MarketData, new RequestCost(weight), null, _now) == RateVerdict.Granted;

    void IRateLimitSink.Counted(in RateUsage usage) => _budget.Counted(null, usage, _now);

    void IMarketDataSink.Emit(VenueEvent venueEvent)
    {
        switch (venueEvent)
        {
            case VenueInstruments known:
                _feeds.OnInstruments(known.Instruments);
                break;
            case VenuePingMeasured ping:
                _meters.Record(Meter.VenuePing, ping.RoundTrip);
                _budget.Measured(ping);
                break;
            case VenueFrameUnreadable frame:
                if (_unreadable.IsWorthALine(frame, _now))
                    _log.Warning("{0}: unreadable frame: {1}: {2}", _venue, frame.Reason, frame.Excerpt);
                break;
            case VenueThrottled throttled:
                _budget.Throttled(throttled, null, _now);
                _log.Warning("{0}: throttled until {1:O}: {2}", _venue, throttled.RetryAt, throttled.Code);
                break;
            case VenueSessionFailed failed:
                FailBoth($"{failed.Code} {failed.Reason}");
                break;
            case VenueSessionEnding ending:
                FailBoth($"{ending.Code} {ending.Reason}");
                break;
            default:
                throw new InvalidOperationException($"{venueEvent.GetType().Name} is not public data");
        }
    }

    /// <summary>What names no lane concerns both, and public data loses nothing by a new start.</summary>
    private void FailBoth(string reason)
    {
        foreach (var lane in _lanes)
            lane.Fail(reason);
    }

    private void OnFrames(LaneConnection? lane)
    {
        if (lane?.Inbox is not { } inbox)
            return;

        inbox.Drain((Actor: this, Connection: lane), static (frame, to) =>
        {
            if (to.Connection.Failure is null)
                to.Actor._session.Received(to.Connection.Lane, frame, to.Actor._now);
        });
    }

    private void OnOpened(LaneConnection? lane)
    {
        if (lane is null)
            return;

        lane.Opened();
        _session.Opened(lane.Lane, _now);
    }

    private void OnTick()
    {
        if (_budget.BanLeft(_now) > TimeSpan.Zero)
            FailBoth("the venue has banned this address for a while");
        foreach (var lane in _lanes)
            lane.FailWhenOverdue(_now);
        _session.Tick(_now);

        if (_now.Monotonic >= _ageDueAt)
        {
            _ageDueAt = _now.Monotonic + AgeInterval;
            if (_feeds.OldestQuoteAge(_now) is { } age)
                _meters.Record(Meter.MarketDataAge, age);
        }

        var wanted = _session.NextDeadline - _now.Monotonic;
        var delay = wanted < _settings.TickMin ? _settings.TickMin
            : wanted > _settings.TickMax ? _settings.TickMax
            : wanted;
        Timers.StartSingleTimer(TickDue.Instance, TickDue.Instance, delay);
    }

    /// <summary>
    /// After every turn: publish what it changed, end the lanes that failed in it, tell when the link went up
    /// or down.
    /// </summary>
    private void Settle()
    {
        foreach (var lane in _lanes)
        {
            if (lane.Failure is { } reason)
                EndLane(lane, reason);
            else if (!lane.IsReady && lane.IsOpen && _session.IsReady(lane.Lane))
                lane.Ready(_now);
        }

        _feeds.Flush();
        var isUp = _lanes[(int)MarketDataLane.Streams].IsReady;
        if (isUp != _isUp)
            PublishLink(isUp ? "every stream is subscribed" : _downReason, isUp);
    }

    private void EndLane(LaneConnection lane, string reason)
    {
        var wasOpen = lane.IsOpen;
        lane.Close(reason);
        if (wasOpen)
            _session.Closed(lane.Lane, _now);
        if (lane.Lane == MarketDataLane.Streams)
            _downReason = reason;
        _log.Warning("{0}: {1} lane lost: {2}", _venue, lane.Lane, reason);
        Reconnect(lane);
    }

    private void Reconnect(LaneConnection lane) =>
        Timers.StartSingleTimer(lane.Lane, new ReconnectDue(lane.Lane), lane.Backoff.NextDelay(_now));

    /// <summary>When the address's budget of connections allows it, otherwise later.</summary>
    private void Connect(LaneConnection lane)
    {
        if (_budget.TryConnect(_now) is { Ticks: > 0 } wait)
            Timers.StartSingleTimer(lane.Lane, new ReconnectDue(lane.Lane), lane.Backoff.Spread(wait));
        else
            lane.Open(Self, ++_generation, _now);
    }

    private void PublishLink(string reason, bool isUp = false)
    {
        _isUp = isUp;
        var changed = new MarketDataLinkChanged(_venue, isUp, reason, _now.Wall);
        foreach (var listener in _listeners)
            listener.Tell(changed);
    }

    private MarketDataView View() => new(
        _venue,
        _isUp,
        _feeds.Quotes,
        _feeds.Trades,
        _feeds.BookUpdates,
        _unreadable.Count,
        _feeds.Resyncs,
        _feeds.Latest());

    private LaneConnection? LaneOf(TransportSignal signal)
    {
        foreach (var lane in _lanes)
            if (lane.Is(signal.Generation))
                return lane;
        return null;
    }

    private LaneConnection Lane(
        MarketDataLane lane, Uri address, IVenueTransportFactory transports, ulong seed)
    {
        var random = new Random((int)(seed ^ (seed >> 32)) * 31 + (int)lane);
        var backoff = new ReconnectBackoff(_settings.Reconnect, random);
        return new LaneConnection(lane, address, transports, _settings, backoff);
    }

    private sealed class TickDue : INotInfluenceReceiveTimeout
    {
        public static readonly TickDue Instance = new();
    }

    private sealed record ReconnectDue(MarketDataLane Lane);
}
