using System.Globalization;
using Akka.Actor;
using Akka.Event;
using HdrHistogram;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Health;

/// <summary>
/// Watches the node: takes each interval's histograms, compares them with the thresholds, and raises or
/// clears holds of this node's accounts at the gate; a scope beyond them would be another node's to clear.
/// Fed by what desks, connections and market data publish; publishes <see cref="HealthView"/>.
/// </summary>
public sealed class HealthActor : ReceiveActor, IWithTimers
{
    private static readonly Meter[] Meters = Enum.GetValues<Meter>();

    private readonly HealthMeters _meters;
    private readonly HealthSettings _settings;
    private readonly IActorRef _gate;
    private readonly IReadOnlyList<IActorRef> _listeners;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HealthState _state;
    private readonly HoldCause[] _causes;
    private readonly IReadOnlyList<AccountId> _accounts;

    /// <summary>
    /// What the gate was told last; a cause that is missing here may have been raised by an earlier life.
    /// </summary>
    private readonly Dictionary<HoldCause, TradingMode> _told = [];
    private readonly Dictionary<AccountId, TimeSpan?> _unreadySince = [];
    private readonly Dictionary<AccountId, bool> _toldUnreachable = [];
    private readonly Dictionary<AccountId, RejectStorm> _storms = [];
    private readonly Dictionary<Meter, HistogramBase> _totals = [];
    private HealthView _view;
    private TimeSpan _expectedAt;

    public HealthActor(
        HealthMeters meters,
        HealthSettings settings,
        IReadOnlyList<AccountId> accounts,
        IActorRef gate,
        IReadOnlyList<IActorRef> listeners,
        Clock clock)
    {
        _meters = meters;
        _settings = settings;
        _gate = gate;
        _listeners = listeners;
        _clock = clock;
        _state = new HealthState(settings);
        _causes = [.. settings.Thresholds.Select(t => t.Cause).Distinct()];
        _accounts = accounts;
        _view = new HealthView([], [], clock.Now.Wall);
        foreach (var account in accounts)
        {
            _unreadySince[account] = clock.Now.Monotonic;
            _storms[account] = new RejectStorm(settings.RejectStormMax, settings.RejectStormWindow);
        }

        Receive<Tick>(_ => OnTick());
        Receive<ConnectionChanged>(OnConnectionChanged);
        Receive<FromDesk>(OnFromDesk);
        Receive<GetHealth>(_ => Sender.Tell(_view));
        Receive<MarketDataLinkChanged>(_ => { });
        Receive<DeskChanged>(_ => { });
        Receive<ModeChanged>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        HealthMeters meters,
        HealthSettings settings,
        IReadOnlyList<AccountId> accounts,
        IActorRef gate,
        IReadOnlyList<IActorRef> listeners,
        Clock clock) =>
        Akka.Actor.Props.Create(() => new HealthActor(meters, settings, accounts, gate, listeners, clock));

    /// <summary>
    /// After a failure of this actor the connections stand as they stood and have nothing to tell by
    /// themselves: without asking, every account would look unreachable until its next reconnect.
    /// </summary>
    protected override void PreStart()
    {
        Context.Parent.Tell(new GetConnections());
        ScheduleTick();
    }

    private void OnTick()
    {
        var now = _clock.Now;
        _meters.Record(Meter.SchedulerLag, now.Monotonic - _expectedAt);
        ScheduleTick();

        var intervals = Meters.ToDictionary(meter => meter, _meters.TakeInterval);
        _state.Observe((meter, figure) => FigureOf(intervals[meter], figure));
        foreach (var cause in _causes)
            Settle(cause, now);
        foreach (var account in _unreadySince.Keys.ToArray())
            SettleReachability(account, now);

        _view = new HealthView(
            [.. Meters.Select(meter => ViewOf(meter, intervals[meter]))],
            [.. _state.Breaches.Select(b => Describe(b.Threshold, b.Measured))],
            now.Wall);
        foreach (var listener in _listeners)
            listener.Tell(_view);
    }

    /// <summary>
    /// What an earlier life heard is gone with it: how the connections stand is asked for anew.
    /// </summary>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(new GetConnections());
    }

    private void ScheduleTick()
    {
        _expectedAt = _clock.Now.Monotonic + _settings.Interval;
        Timers.StartSingleTimer(Tick.Instance, Tick.Instance, _settings.Interval);
    }

    private void Settle(HoldCause cause, Instant now)
    {
        var isTold = _told.TryGetValue(cause, out var told);
        if (_state.WantedFor(cause) is { } mode)
        {
            if (isTold && mode <= told)
                return;

            _told[cause] = mode;
            var reason = string.Join(", ", _state.Breaches.Where(b => b.Threshold.Cause == cause)
                .Select(b => Describe(b.Threshold, b.Measured)));
            foreach (var account in _accounts)
                Raise(new Hold(cause, Scope.Account(account), mode, reason, "health", now.Wall));
        }
        else if (told != TradingMode.Active || (!isTold && _state.IsClean(cause)))
        {
            _told[cause] = TradingMode.Active;
            foreach (var account in _accounts)
                _gate.Tell(new ClearHold(cause, Scope.Account(account), "within its limits"));
        }
    }

    private void OnConnectionChanged(ConnectionChanged changed)
    {
        if (changed.Phase != ConnectionPhase.Ready)
        {
            _unreadySince[changed.Account] =
                _unreadySince.GetValueOrDefault(changed.Account) ?? _clock.Now.Monotonic;
            return;
        }

        _unreadySince[changed.Account] = null;
        if (_toldUnreachable.TryGetValue(changed.Account, out var told) && !told)
            return;

        _toldUnreachable[changed.Account] = false;
        _gate.Tell(new ClearHold(
            HoldCause.VenueUnreachable, Scope.Account(changed.Account), "the venue session is ready"));
    }

    private void SettleReachability(AccountId account, Instant now)
    {
        if (_unreadySince[account] is not { } since || now.Monotonic - since < _settings.VenueUnreachableAfter
            || _toldUnreachable.GetValueOrDefault(account))
            return;

        _toldUnreachable[account] = true;
        Raise(new Hold(HoldCause.VenueUnreachable, Scope.Account(account), TradingMode.CancelOnly,
            $"no venue session for {Text(now.Monotonic - since)}", "health", now.Wall));
    }

    private void OnFromDesk(FromDesk published)
    {
        if (published.Message is not OrderUpdated { Event: OrderRejectedByVenue }
            || !_storms.TryGetValue(published.Account, out var storm)
            || !storm.Add(_clock.Now.Monotonic))
            return;

        _log.Error("{Account}: {Max} orders refused by the venue within {Window}", published.Account,
            _settings.RejectStormMax, _settings.RejectStormWindow);
        Raise(new Hold(HoldCause.RejectStorm, Scope.Account(published.Account), TradingMode.Halted,
            $"{_settings.RejectStormMax} orders refused by the venue in {Text(_settings.RejectStormWindow)}",
            "health", _clock.Now.Wall));
    }

    private void Raise(Hold hold) => _gate.Tell(new RaiseHold(hold));

    private static TimeSpan? FigureOf(HistogramBase histogram, HealthFigure figure) =>
        histogram.TotalCount == 0 ? null
        : TimeSpan.FromMicroseconds(figure == HealthFigure.Max
            ? histogram.GetMaxValue()
            : histogram.GetValueAtPercentile(99));

    private MeterView ViewOf(Meter meter, HistogramBase interval)
    {
        if (!_totals.TryGetValue(meter, out var total))
            _totals.Add(meter, total = HealthMeters.NewHistogram());
        total.Add(interval);
        return new MeterView(meter,
            interval.TotalCount, At(interval, 50), At(interval, 99), At(interval, 99.9), At(interval, 100),
            total.TotalCount, At(total, 50), At(total, 99), At(total, 99.9), At(total, 100));
    }

    private static TimeSpan At(HistogramBase histogram, double percentile) => histogram.TotalCount == 0
        ? TimeSpan.Zero
        : TimeSpan.FromMicroseconds(histogram.GetValueAtPercentile(percentile));

    private static string Describe(HealthThreshold threshold, TimeSpan? measured) =>
        $"{threshold.Meter} {threshold.Figure} {(measured is { } m ? Text(m) : "not measured")}, "
            + $"limit {Text(threshold.Limit)}";

    private static string Text(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms");

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
