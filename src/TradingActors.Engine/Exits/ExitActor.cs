using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Exits;

/// <summary>
/// Leaves the positions of one account when a person says so, in whatever mode the account is. Fed by
/// OrderExecutionActor (what became of orders) and, while a flatten is under way, by market data; asks
/// OrderExecutionActor for cancels and RiskActor for each slice, and tells whoever asked and the desk's
/// listeners how it stands. Holds the account's other orders meanwhile, so that nothing trades against it.
/// Request and end are journaled; one that the process did not end itself is recorded as interrupted by its
/// successor and does not go on.
/// </summary>
public sealed class ExitActor : ReceiveActor, IWithTimers
{
    private readonly AccountId _account;
    private readonly AccountGate _gate;
    private readonly ExitFactsState _facts;
    private readonly ExitState _state;
    private readonly IReadOnlyList<FlattenRequested> _interrupted;
    private readonly IActorRef _orders;
    private readonly IActorRef _risk;
    private readonly IActorRef _marketData;
    private readonly IActorRef _tape;
    private readonly Clock _clock;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<string, Audience> _audiences = [];
    private bool _isCurrent;

    private ExitActor(
        AccountGate gate,
        ExitSettings settings,
        AccountSnapshot recovered,
        IActorRef orders,
        IActorRef risk,
        IActorRef marketData,
        IActorRef tape,
        Clock clock)
    {
        _account = gate.Account;
        _gate = gate;
        _facts = new ExitFactsState(recovered);
        _state = new ExitState(gate.Account, gate.Venue, settings, recovered.Epoch);
        _interrupted = recovered.Flattens ?? [];
        _orders = orders;
        _risk = risk;
        _marketData = marketData;
        _tape = tape;
        _clock = clock;

        Receive<BeginExits>(_ => RecordInterrupted());
        Receive<Flatten>(OnFlatten);
        Receive<StopFlatten>(OnStop);
        Receive<PositionsCompared>(compared => _isCurrent = compared.IsCurrent);
        Receive<OrderUpdated>(OnOrder);
        Receive<AccountFactRecorded>(OnFact);
        Receive<OrderRefused>(refused => OnRefused(refused.Request, refused.Refusal));
        Receive<QuoteChanged>(changed => _facts.Apply(changed.Quote));
        Receive<InstrumentsKnown>(known => _facts.Apply(known));
        Receive<Look>(_ => StepAll());
        Receive<OrderAcknowledged>(_ => { });
        Receive<RefusalRecorded>(_ => { });
        Receive<CancelAnswer>(_ => { });
        Receive<CancelAllAnswer>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        AccountGate gate,
        ExitSettings settings,
        AccountSnapshot recovered,
        IActorRef orders,
        IActorRef risk,
        IActorRef marketData,
        IActorRef tape,
        Clock clock) =>
        Akka.Actor.Props.CreateBy(new Producer(() =>
            new ExitActor(gate, settings, recovered, orders, risk, marketData, tape, clock)));

    /// <summary>The desk that comes next starts with no flatten of its own.</summary>
    protected override void PostStop() => _gate.SetExits([]);

    /// <summary>What an earlier life was about is over: a person sees it and asks again.</summary>
    private void RecordInterrupted()
    {
        var now = _clock.Now.Wall;
        foreach (var request in _interrupted)
            _orders.Tell(new RecordFact(new FlattenEnded(request.FlattenId, FlattenOutcome.Interrupted,
                Remaining(request.Scope), 0, "the desk ended under it", "node", now)));
    }

    private void OnFlatten(Flatten flatten)
    {
        var now = _clock.Now;
        var decision = _state.Decide(flatten, now);
        if (decision.Refused is { } refused)
        {
            Sender.Tell(refused);
            return;
        }

        if (decision.Joined is { } joined)
        {
            _audiences[joined.Request.FlattenId].Add(Sender, hasJoined: true, _account);
            return;
        }

        _log.Warning("Flatten {Id} of {Scope} by {Principal}: {Reason}", flatten.FlattenId, flatten.Scope,
            flatten.Principal, flatten.Reason);
        _audiences[flatten.FlattenId] = new Audience(flatten.FlattenId);
        _audiences[flatten.FlattenId].Add(Sender, hasJoined: false, _account);
        PublishHolds();
        foreach (var ended in _state.UnderWay.Where(f => f.IsDone))
            Finish(ended, "node");
        _orders.Tell(new RecordFact(new FlattenRequested(
            flatten.FlattenId, flatten.Scope, flatten.Reason, flatten.Principal, now.Wall)));
    }

    /// <summary>Stops what follows at once; the end is told when it is durable.</summary>
    private void OnStop(StopFlatten stop)
    {
        var flatten = _state.Find(stop.FlattenId);
        if (flatten is { IsDone: false })
        {
            flatten.End(FlattenOutcome.Stopped, $"{stop.Principal}: {stop.Reason}");
            foreach (var slice in flatten.Slices)
                _orders.Tell(new CancelOrder(slice));
            Finish(flatten, stop.Principal);
        }

        Sender.Tell(new FlattenStopped(stop.FlattenId, _account, flatten is not null));
    }

    private void OnOrder(OrderUpdated update)
    {
        if (!_facts.Apply(update) || _state.UnderWay.Count == 0)
            return;

        _state.Apply(update, _clock.Now);
        StepAll();
    }

    private void OnRefused(OrderRequest request, Refusal refusal)
    {
        _state.Refused(request, refusal, _clock.Now);
        StepAll();
    }

    private void OnFact(AccountFactRecorded fact)
    {
        if (!_facts.Apply(fact))
            return;

        switch (fact.Event)
        {
            case FlattenRequested requested when _state.Find(requested.FlattenId) is { } begun:
                Begin(begun);
                break;
            case FlattenEnded ended:
                Conclude(ended);
                break;
        }

        StepAll();
    }

    private void Begin(FlattenState flatten)
    {
        _audiences[flatten.Request.FlattenId].Begin(_account);
        _marketData.Tell(new SubscribeMarketData(MarketDataKinds.Quotes, []));
        Timers.StartPeriodicTimer(Look.Instance, Look.Instance, Look.Every);
    }

    private void StepAll()
    {
        var now = _clock.Now;
        foreach (var flatten in _state.UnderWay.ToArray())
        {
            if (!_audiences[flatten.Request.FlattenId].HasBegun)
                continue;

            foreach (var step in flatten.Step(_facts, _isCurrent && _gate.CanExit, now))
                Carry(flatten, step);
            Tell(flatten);
            if (flatten.IsDone)
                Finish(flatten, "node");
        }
    }

    private void Carry(FlattenState flatten, in ExitStep step)
    {
        switch (step.Move.Kind)
        {
            case ExitMoveKind.CancelWorking:
                _orders.Tell(new CancelAllOrders($"flatten {flatten.Request.FlattenId}", step.Symbol));
                break;
            case ExitMoveKind.ReleaseSlice:
                _orders.Tell(new CancelOrder(step.Slice!.Value));
                break;
            case ExitMoveKind.Place:
                _risk.Tell(new PlaceExit(flatten.Request.FlattenId, new OrderRequest(
                    step.Slice!.Value, step.Symbol, step.Move.Side, OrderType.Limit, TimeInForce.Ioc,
                    step.Move.Quantity, step.Move.Price, ReduceOnly: true)));
                break;
        }
    }

    /// <summary>News while it is under way; its end is told by <see cref="Conclude"/>.</summary>
    private void Tell(FlattenState flatten)
    {
        var report = flatten.Report(_facts, _clock.Now.Wall);
        if (report.IsDone || !_audiences[report.FlattenId].TakesNews(report))
            return;

        Publish(report);
    }

    /// <summary>Journals the end, once.</summary>
    private void Finish(FlattenState flatten, string principal)
    {
        var report = flatten.Report(_facts, _clock.Now.Wall);
        if (!_audiences[report.FlattenId].TakesEnd())
            return;

        _log.Warning("Flatten {Id} of {Scope} ends as {Outcome}: {Reason}", report.FlattenId, report.Scope,
            report.Outcome, report.EndReason);
        _orders.Tell(new RecordFact(new FlattenEnded(report.FlattenId, report.Outcome,
            Remaining(report.Scope), flatten.Orders, report.EndReason, principal, report.At)));
    }

    /// <summary>The end is durable: other orders may go again, and everybody hears of it.</summary>
    private void Conclude(FlattenEnded ended)
    {
        var report = _state.Find(ended.FlattenId)?.Report(_facts, _clock.Now.Wall)
            ?? InterruptedReport(ended);
        if (report is null)
            return;

        _state.Remember(report);
        Publish(report);
        _audiences.Remove(report.FlattenId);
        PublishHolds();
        if (_state.UnderWay.Count > 0)
            return;

        Timers.Cancel(Look.Instance);
        _marketData.Tell(new SubscribeMarketData(0, []));
        _facts.ForgetQuotes();
    }

    private FlattenReport? InterruptedReport(FlattenEnded ended) =>
        _interrupted.FirstOrDefault(r => r.FlattenId == ended.FlattenId) is not { } request ? null
            : new FlattenReport(request.FlattenId, _account, request.Scope, request.Reason, request.Principal,
                ended.Outcome, ended.Reason,
                [.. ended.Remaining.Select(r => new FlattenLineReport(r.Symbol, r.Quantity, r.Quantity,
                    default, default, 0, _facts.WorkingCount(r.Symbol), 0, ended.Outcome, "", ""))],
                request.At, ended.At);

    private void Publish(FlattenReport report)
    {
        _tape.Tell(report);
        if (_audiences.TryGetValue(report.FlattenId, out var audience))
            audience.Tell(report);
    }

    private IReadOnlyList<RemainingPosition> Remaining(Scope scope) =>
    [
        .. _facts.Concerned
            .Where(s => scope.Kind != ScopeKind.Instrument || scope.Name == s.Value)
            .Where(s => _facts.PositionIn(s) != 0m)
            .OrderBy(s => s.Value, StringComparer.Ordinal)
            .Select(s => new RemainingPosition(s, new Quantity(_facts.PositionIn(s)))),
    ];

    private void PublishHolds() => _gate.SetExits(
    [
        .. _state.UnderWay.Select(f => new Hold(HoldCause.FlattenUnderWay,
            f.Symbol is { } symbol ? Scope.Instrument(_gate.Venue, symbol) : Scope.Account(_account),
            TradingMode.CancelOnly, f.Request.Reason, f.Request.Principal, _clock.Now.Wall,
            f.Request.FlattenId)),
    ]);

    private sealed class Look
    {
        public static readonly Look Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    }

    private sealed class Producer(Func<ExitActor> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ExitActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
