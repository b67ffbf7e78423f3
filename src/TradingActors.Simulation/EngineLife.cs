using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Cluster;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Strategies;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Simulation;

/// <summary>One life of the engine on a simulated node: the same tree that a real node runs.</summary>
public sealed class EngineLife : IDisposable
{
    /// <summary>How long an answer may take, in virtual time.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly SimulationLoop _loop;
    private readonly Clock _clock;
    private readonly ActorSystem _system;
    private readonly IActorRef _root;
    private readonly IActorRef _caller;
    private readonly List<object> _answers = [];

    internal EngineLife(
        VirtualWorldSettings world,
        SimulatedNode node,
        SimulatedNetwork network,
        VirtualTime time,
        Trace trace,
        string directory,
        int life)
    {
        Node = node;
        _loop = node.Loop;
        var config = SimulationHocon.Actors
            .WithFallback(world.Engine)
            .WithFallback(ConfigurationFactory.Default());
        var settings = EngineSettings.Read(config, new StrategyCatalog());
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), node);
        _system = node.Making(() => ActorSystem.Create("trading", setup));

        _clock = new Clock(time);
        Gate = new GateSwitch(_clock.Now.Wall, $"node-{life}");
        var symbols = settings.Accounts.SelectMany(a => a.Symbols).Distinct().ToArray();
        var connector = new SimulatedConnector(network.TransportsOf(node), symbols);
        var parts = new EngineParts(
            _clock, world.Seed + (ulong)life, $"life-{life}", directory, Gate, new HealthMeters(),
            new RateBudgets(settings.RateBudget), new LocalPlacement(),
            new Dictionary<VenueId, IVenueConnector> { [SimulatedConnector.Id] = connector }, "simulation");
        _caller = _system.ActorOf(Props.Create(() => new Caller(_answers)), "caller");
        _system.ActorOf(Props.Create(() => new LogTap(_loop, trace)), "log-tap");
        _root = _system.ActorOf(EngineActor.Props(parts, settings), "engine");
        Ready = Ask<EngineReady>(_root, new GetEngine());
    }

    public EngineReady Ready { get; }

    public GateSwitch Gate { get; }

    internal SimulatedNode Node { get; }

    public BlotterView Blotter() => Ask<BlotterView>(Ready.Blotter, new GetBlotter());

    /// <summary>Sends to the account and runs the world until the answer is there.</summary>
    public T AskAccount<T>(AccountId account, object message) =>
        Ask<T>(Ready.Accounts, new ToAccount(account, message));

    /// <summary>Sends to the account without waiting; what it answers is dropped.</summary>
    public void TellAccount(AccountId account, object message) =>
        Ready.Accounts.Tell(new ToAccount(account, message), ActorRefs.NoSender);

    /// <summary>
    /// Sends to one actor of the account's desk, by the name that it bears there (<c>risk</c>,
    /// <c>connection</c>), to whatever generation of it lives; for planting faults.
    /// </summary>
    public void TellDesk(AccountId account, string child, object message) =>
        _system.ActorSelection($"/user/engine/accounts/{account}/{child}-*")
            .Tell(message, ActorRefs.NoSender);

    /// <summary>Sends to one of the engine's own actors; for planting faults.</summary>
    public void TellEngine(string child, object message) =>
        _system.ActorSelection($"/user/engine/{child}").Tell(message, ActorRefs.NoSender);

    /// <summary>
    /// Somebody who sends to the engine and is told the answers, while the world runs, until the node dies.
    /// </summary>
    public IActorRef NewCaller(Action<object> answered) =>
        _system.ActorOf(Props.Create(() => new Listener(answered)));

    /// <summary>Sends to the account; the caller is told the answer when the world comes to it.</summary>
    public void TellAccount(AccountId account, object message, IActorRef caller) =>
        Ready.Accounts.Tell(new ToAccount(account, message), caller);

    /// <summary>
    /// The account's stream as it stands on the world's disk, read by the engine's own serializer.
    /// </summary>
    public IEnumerable<object> Journal(SimulatedJournalStore journals, AccountId account) =>
        journals.Stream($"account-{account}").Select(
            e => _system.Serialization.Deserialize(e.Payload, e.SerializerId, e.Manifest));

    public T Ask<T>(IActorRef target, object message)
    {
        _answers.Clear();
        target.Tell(message, _caller);
        return _loop.RunUntil(_loop.Now + AnswerLimit, () => _answers.Exists(a => a is T))
            ? (T)_answers.Find(a => a is T)!
            : throw new TimeoutException($"{target.Path.Name} did not answer {message}");
    }

    /// <summary>Halts as a person does: the gate first, then everything that follows from it.</summary>
    public HaltAcknowledged Halt(Scope scope, string reason)
    {
        var halt = new Halt(Gate.NextId("halt"), scope, reason, "simulation");
        Gate.Latch(halt.ToHold(_clock.Now.Wall));
        return Ask<HaltAcknowledged>(Ready.Gate, halt);
    }

    /// <summary>Stops trading as a node does at Ctrl-C; the tree stays up to be asked.</summary>
    public EngineStopped Stop(TimeSpan deadline) => Ask<EngineStopped>(_root, new StopTrading(deadline));

    public void Dispose()
    {
        var ended = _system.Terminate();
        _loop.RunUntil(_loop.Now + AnswerLimit, () => ended.IsCompleted);
        Node.Die();
    }

    private sealed class Caller : UntypedActor
    {
        private readonly List<object> _answers;

        public Caller(List<object> answers) => _answers = answers;

        protected override void OnReceive(object message) => _answers.Add(message);
    }

    private sealed class Listener : UntypedActor
    {
        private readonly Action<object> _answered;

        public Listener(Action<object> answered) => _answered = answered;

        protected override void OnReceive(object message) => _answered(message);
    }

    /// <summary>Warnings and errors, as lines beside the trace.</summary>
    private sealed class LogTap : ReceiveActor
    {
        public LogTap(SimulationLoop loop, Trace trace)
        {
            Context.System.EventStream.Subscribe(Self, typeof(Warning));
            Context.System.EventStream.Subscribe(Self, typeof(Error));
            Receive<LogEvent>(e => trace.Note(loop.Now, $"{e.LogLevel()} {e.Message} {(e as Error)?.Cause}"));
        }
    }
}
