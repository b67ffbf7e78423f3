using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Positions;

/// <summary>
/// Owns the positions, cost and profit of one account. Fed by OrderExecutionActor (what is durable) and
/// market data (quotes to mark by); tells the desk's listeners and its subscribers each change, marks at most
/// once a second, and has the end of each trading day journaled by OrderExecutionActor.
/// </summary>
public sealed class PositionActor : ReceiveActor, IWithTimers
{
    /// <summary>
    /// Further subscribers get the positions once and no changes: whoever fans out to many does it outside.
    /// </summary>
    public const int SubscribersMax = 256;

    public static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);

    private readonly AccountId _account;
    private readonly PositionsState _state;
    private readonly DayRoll _days;
    private readonly IActorRef _orders;
    private readonly IActorRef _marketData;
    private readonly IActorRef[] _listeners;
    private readonly Clock _clock;
    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private TimeSpan? _markedAt;
    private bool _isMarkDue;

    public PositionActor(
        AccountId account,
        AccountSnapshot recovered,
        TimeSpan dayStartsAt,
        IActorRef orders,
        IActorRef marketData,
        IActorRef[] listeners,
        Clock clock)
    {
        _account = account;
        _state = new PositionsState(recovered);
        _days = new DayRoll(dayStartsAt, recovered, clock.Now.Wall);
        _orders = orders;
        _marketData = marketData;
        _listeners = listeners;
        _clock = clock;

        Receive<OrderUpdated>(update => Publish(_state.Apply(update)));
        Receive<AccountFactRecorded>(OnFact);
        Receive<QuoteChanged>(OnQuote);
        Receive<PublishMarks>(_ => OnPublishMarks());
        Receive<CheckDay>(_ => OnCheckDay());
        Receive<GetPositions>(_ => Sender.Tell(_state.ToView()));
        Receive<SubscribePositions>(_ => OnSubscribe());
        Receive<Terminated>(ended => _subscribers.Remove(ended.ActorRef));
        Receive<RefusalRecorded>(_ => { });
        Receive<Risk.InstrumentsKnown>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        AccountId account,
        AccountSnapshot recovered,
        TimeSpan dayStartsAt,
        IActorRef orders,
        IActorRef marketData,
        IActorRef[] listeners,
        Clock clock) =>
        Akka.Actor.Props.Create(() =>
            new PositionActor(account, recovered, dayStartsAt, orders, marketData, listeners, clock));

    protected override void PreStart()
    {
        _marketData.Tell(new SubscribeMarketData(MarketDataKinds.Quotes, []));
        Timers.StartPeriodicTimer(CheckDay.Instance, CheckDay.Instance, CheckDay.Every);
    }

    private void OnFact(AccountFactRecorded fact)
    {
        if (fact.Event is OpeningBalancesTaken opening)
            _days.Opened(opening.At);
        Publish(_state.Apply(fact));
    }

    /// <summary>The stream is written by its owner alone, so the end of a day goes there.</summary>
    private void OnCheckDay()
    {
        var now = _clock.Now.Wall;
        if (!_days.IsOver(now))
            return;

        foreach (var rolled in _days.Take(now, _state.Held()))
            _orders.Tell(new RecordFact(rolled));
    }

    private void OnQuote(QuoteChanged changed)
    {
        _days.See(changed.Quote);
        if (!_state.Mark(changed.Quote) || _isMarkDue)
            return;

        var sinceLast = _markedAt is { } last ? _clock.Now.Monotonic - last : MarkEvery;
        if (sinceLast >= MarkEvery)
        {
            OnPublishMarks();
            return;
        }

        _isMarkDue = true;
        Timers.StartSingleTimer(PublishMarks.Instance, PublishMarks.Instance, MarkEvery - sinceLast);
    }

    private void OnPublishMarks()
    {
        _isMarkDue = false;
        _markedAt = _clock.Now.Monotonic;
        foreach (var position in _state.TakeMarked())
            Publish(new PositionChanged(_account, position));
    }

    private void OnSubscribe()
    {
        Sender.Tell(_state.ToView());
        if (_subscribers.Count >= SubscribersMax)
        {
            _log.Warning("{Subscriber} gets no position changes: {Count} subscribers are the most",
                Sender, SubscribersMax);
            return;
        }

        if (_subscribers.Add(Sender))
            Context.Watch(Sender);
    }

    private void Publish(PositionMove? changed)
    {
        if (changed is { } move)
            Publish(new PositionChanged(_account, _state.ViewOf(move.After),
                new StrategyPositionView(move.Strategy, _state.ViewOf(move.OfStrategy))));
    }

    private void Publish(PositionChanged changed)
    {
        foreach (var listener in _listeners)
            listener.Tell(changed);
        foreach (var subscriber in _subscribers)
            subscriber.Tell(changed);
    }

    private sealed class PublishMarks
    {
        public static readonly PublishMarks Instance = new();
    }

    private sealed class CheckDay
    {
        public static readonly CheckDay Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    }
}
