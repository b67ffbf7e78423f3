using Akka.Actor;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Benchmarks.Desks;

/// <summary>How one desk of the engine is put together for a round.</summary>
internal sealed record EngineDeskSettings(RiskSettings Risk, VenueAnswers Answers)
{
    /// <summary>The account's stream; null puts <see cref="MemoryJournal"/> in its place.</summary>
    public Props? Journal { get; init; }

    /// <summary>The venue's session; null makes an <see cref="EncodingSession"/>.</summary>
    public Func<IVenueSessionSink, IVenueSession>? Session { get; init; }

    public Func<AccountSnapshot>? Recovered { get; init; }

    public GateSwitch? Gate { get; init; }

    public IActorRef? GateActor { get; init; }

    public IReadOnlyList<IActorRef> Listeners { get; init; } = [];

    public IActorRef[] PositionListeners { get; init; } = [];

    /// <summary>False where the venue never answers the queries of a reconciliation.</summary>
    public bool AwaitsReconciliation { get; init; } = true;
}

/// <summary>The engine's own actors of one account, wired as AccountActor wires them, in front of a given wire.</summary>
internal sealed class EngineDesk
{
    private readonly IActorRef _host;

    private EngineDesk(IActorRef host, DeskReady ready)
    {
        _host = host;
        Risk = ready.Risk;
        Orders = ready.Orders;
        Connection = ready.Connection;
    }

    public IActorRef Risk { get; }

    public IActorRef Orders { get; }

    public IActorRef Connection { get; }

    public static async Task<EngineDesk> OpenAsync(ActorSystem system, WireTap wire, EngineDeskSettings settings)
    {
        var gate = settings.Gate ?? new GateSwitch(Op1Account.Start, "bench");
        if (settings.Gate is null)
            gate.Apply(new HoldsInForce(0, []));
        var ready = new TaskCompletionSource<DeskReady>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accountGate = gate.For(Op1Account.Account, Op1Account.Venue);
        var host = system.ActorOf(Props.Create(() => new Host(wire, settings, accountGate, ready)));
        return new EngineDesk(host, await ready.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    /// <summary>Positions and reservations as risk has them.</summary>
    public async Task AddPositionsAsync(DecisionHash hash)
    {
        var view = await Risk.Ask<ExposureView>(new GetExposure(), TimeSpan.FromSeconds(30));
        foreach (var line in view.Instruments)
            hash.AddPosition(line.Symbol, line.Position.Value, line.ReservedBuy.Value, line.ReservedSell.Value);
    }

    public Task CloseAsync() => _host.GracefulStop(TimeSpan.FromSeconds(30));

    private sealed record DeskReady(IActorRef Risk, IActorRef Orders, IActorRef Connection);

    /// <summary>Stands where AccountActor stands, without its life.</summary>
    private sealed class Host : ReceiveActor
    {
        private static readonly ConnectionSettings Connection = ConnectionSettings.Default with
        {
            Reconnect = ReconnectSettings.Default with { DelayFirst = TimeSpan.FromMilliseconds(1) },
        };

        private static readonly OrderSettings OrderSettings = new(
            ReconcileEvery: TimeSpan.FromHours(1), StallAfter: TimeSpan.FromHours(1),
            AskUnknownEvery: TimeSpan.FromHours(1), NotFoundAfter: TimeSpan.FromHours(1),
            TakeoverPolicy.Adopt, HaltCancelsExternal: true, WorkingMax: 100_000);

        private readonly WireTap _wire;
        private readonly EngineDeskSettings _settings;
        private readonly AccountGate _gate;
        private readonly TaskCompletionSource<DeskReady> _ready;
        private DeskReady? _desk;

        public Host(
            WireTap wire, EngineDeskSettings settings, AccountGate gate, TaskCompletionSource<DeskReady> ready)
        {
            _wire = wire;
            _settings = settings;
            _gate = gate;
            _ready = ready;
            Receive<AccountRecovered>(OnRecovered);
            Receive<EventsWritten>(_ => Assemble(Sender, (settings.Recovered ?? Op1Account.Snapshot)()));
            Receive<DeskReconciled>(_ => _ready.TrySetResult(_desk!));
            Receive<ConnectionChanged>(changed =>
            {
                if (changed.Phase == ConnectionPhase.Ready && !settings.AwaitsReconciliation)
                    _ready.TrySetResult(_desk!);
            });
            ReceiveAny(_ => { });
        }

        protected override void PreStart()
        {
            if (_settings.Journal is { } journal)
                Context.ActorOf(journal, "journal");
            else
                Assemble(Context.ActorOf(Props.Create(() => new MemoryJournal()), "journal"),
                    (_settings.Recovered ?? Op1Account.Snapshot)());
        }

        private void OnRecovered(AccountRecovered recovered) =>
            Sender.Tell(new WriteEvents([Op1Account.Opening]));

        private void Assemble(IActorRef journal, AccountSnapshot state)
        {
            var (clock, meters) = (Clock.System, new HealthMeters());
            var budget = new RateBudget(RateBudgetSettings.Default with { WeightMax = int.MaxValue / 2 });
            var silent = Context.ActorOf(Props.Create(() => new Silent()), "market-data");
            var orders = Context.ActorOf(
                OrderExecutionActor.Props(Op1Account.Account, OrderSettings, state, clock), "orders");
            var risk = Context.ActorOf(RiskActor.Props(Op1Account.Account, Op1Account.Venue, _settings.Risk,
                TimeSpan.Zero, _gate, state, new RiskPartners(orders, silent, silent, []), meters, clock), "risk");
            var positions = Context.ActorOf(PositionActor.Props(
                Op1Account.Account, state, TimeSpan.Zero, orders, silent, _settings.PositionListeners, clock),
                "positions");
            var connection = Context.ActorOf(ConnectionActor.Props(Op1Account.Account,
                new Connector(_wire, _settings), _gate, budget, Connection, seed: 42, orders, [], meters, clock), "connection");
            risk.Tell(new InstrumentsKnown(Op1Account.Instruments));
            for (var symbol = 0; symbol < Op1Workload.SymbolCount; symbol++)
                risk.Tell(new QuoteChanged(Op1Account.QuoteOf(symbol, clock.Now)));
            _desk = new DeskReady(risk, orders, connection);
            orders.Tell(new OrderDesk(journal, risk, positions, connection, _settings.GateActor ?? silent, silent,
                _settings.Listeners, Op1Workload.Symbols, budget));
        }
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }

    private sealed class Connector(WireTap wire, EngineDeskSettings settings) : IVenueConnector
    {
        public VenueId Venue => Op1Account.Venue;

        public Uri ApiAddress { get; } = new("ws://127.0.0.1/");

        public Uri StreamsAddress => ApiAddress;

        public IVenueTransportFactory Transports => wire;

        public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) =>
            settings.Session?.Invoke(sink) ?? new EncodingSession(sink, settings.Answers);

        public IMarketDataSession CreateMarketData(IMarketDataSink sink) => throw new NotSupportedException();
    }
}
