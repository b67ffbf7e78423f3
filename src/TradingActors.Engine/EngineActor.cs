using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;

namespace TradingActors.Engine;

/// <summary>Asks for the engine's own references; answered by <see cref="EngineReady"/>.</summary>
public sealed record GetEngine;

/// <summary>Where edges send to: <paramref name="Accounts"/> takes <see cref="ToAccount"/>.</summary>
public sealed record EngineReady(IActorRef Accounts, IActorRef Gate, IActorRef Health, IActorRef Blotter,
    IReadOnlyDictionary<VenueId, IActorRef> MarketData);

/// <summary>
/// Asks every account's connection how it stands; each answers by its latest <see cref="ConnectionChanged"/>.
/// </summary>
public sealed record GetConnections;

/// <summary>Every account has stopped well, or as far as the deadline allowed.</summary>
public sealed record EngineStopped(IReadOnlyList<TradingStopped> Accounts);

/// <summary>The root of the engine on one node; its constructor shows the tree.</summary>
public sealed class EngineActor : ReceiveActor, IWithTimers
{
    private readonly EngineSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly EngineActors _actors;
    private readonly IActorRef _accounts;
    private readonly Dictionary<AccountId, TradingStopped> _stopped = [];
    private IActorRef _stopAskedBy = ActorRefs.Nobody;
    private bool _stopping;

    public EngineActor(EngineParts parts, EngineSettings settings)
    {
        _settings = settings;

        var blotter = Context.ActorOf(BlotterActor.Props(parts.Clock), "blotter");
        var emergency = parts.Placement.StartEmergency(Context, EmergencyActor.SupervisedProps(settings.Emergency,
            settings.Journal.EmergencyJournalPlugin, settings.Journal.EmergencySnapshotPlugin, parts.Clock));
        var gate = Context.ActorOf(EmergencyGateActor.Props(parts.Gate, emergency, settings.Emergency,
            Path.Combine(parts.DataDirectory, HaltFile.Name), [blotter], parts.Clock), "gate");
        var health = Context.ActorOf(HealthActor.Props(parts.Meters, settings.Health,
            [.. settings.Accounts.Select(a => a.Account)], gate, [blotter], parts.Clock),
            "health");
        var marketData = parts.Venues.OrderBy(v => v.Key.Value, StringComparer.Ordinal).ToDictionary(
            venue => venue.Key,
            venue => Context.ActorOf(MarketDataOf(venue.Key, venue.Value, parts, [blotter, health]),
                $"market-data-{venue.Key}"));
        if (parts.Audit is { } record)
            Context.ActorOf(SealActor.Props(record, settings.Audit, gate, parts.Clock), "seals");
        _actors = new EngineActors(gate, health, blotter, marketData, settings.Emergency);
        _accounts = parts.Placement.StartAccounts(Context, account => AccountActor.Props(
            settings.Accounts.Single(a => a.Account == account), parts, _actors));

        Receive<StartAccounts>(_ => OnStartAccounts());
        Receive<GetEngine>(_ => Sender.Tell(new EngineReady(_accounts, gate, health, blotter, marketData)));
        Receive<GetConnections>(_ => OnGetConnections());
        Receive<StopTrading>(OnStop);
        Receive<TradingStopped>(OnStopped);
        Receive<StopOverdue>(_ => FinishStop());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Props MarketDataOf(
        VenueId venue, IVenueConnector connector, EngineParts parts, IActorRef[] listeners)
    {
        var seed = parts.SeedFor($"market data {venue}");
        var feed = MarketDataActor.Props(venue, connector, _settings.MarketData, (ulong)seed,
            parts.Rates.For(venue), parts.Meters, listeners, parts.Clock);
        return MarketDataSupervisor.Props(venue, feed, _settings.MarketData.Reconnect, seed, parts.Clock);
    }

    public static Props Props(EngineParts parts, EngineSettings settings) =>
        Akka.Actor.Props.Create(() => new EngineActor(parts, settings));

    /// <summary>
    /// A node's own actor that fails is started again; the gate and the desks stay closed without it.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(failure =>
    {
        _log.Error(failure, "{Child} failed and is started again", Sender.Path.Name);
        return Directive.Restart;
    });

    protected override void PreStart()
    {
        Self.Tell(StartAccounts.Instance);
        Timers.StartPeriodicTimer(StartAccounts.Instance, StartAccounts.Instance, StartAccounts.Every);
    }

    /// <summary>Asked again and again, because an account that was lost with its node says nothing.</summary>
    private void OnStartAccounts()
    {
        if (_stopping)
            return;

        foreach (var account in _settings.Accounts)
            _accounts.Tell(new ToAccount(account.Account, new StartAccount()));
    }

    private void OnGetConnections()
    {
        foreach (var account in _settings.Accounts)
            _accounts.Forward(new ToAccount(account.Account, new GetConnection()));
    }

    private void OnStop(StopTrading stop)
    {
        _stopping = true;
        _stopAskedBy = Sender;
        Timers.CancelAll();
        Timers.StartSingleTimer(StopOverdue.Instance, StopOverdue.Instance, stop.Deadline + StopOverdue.Grace);
        foreach (var account in _settings.Accounts)
            _accounts.Tell(new ToAccount(account.Account, stop));
    }

    private void OnStopped(TradingStopped stopped)
    {
        _stopped[stopped.Account] = stopped;
        if (_stopped.Count == _settings.Accounts.Count)
            FinishStop();
    }

    private void FinishStop()
    {
        Timers.CancelAll();
        _stopAskedBy.Tell(new EngineStopped([.. _stopped.Values]));
        _stopAskedBy = ActorRefs.Nobody;
    }

    private sealed class StartAccounts
    {
        public static readonly StartAccounts Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    }

    private sealed class StopOverdue
    {
        public static readonly StopOverdue Instance = new();
        public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    }
}
