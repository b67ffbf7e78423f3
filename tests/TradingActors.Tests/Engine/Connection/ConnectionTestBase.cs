using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Connection;

/// <summary>One connection over a venue of words, on virtual time.</summary>
public abstract class ConnectionTestBase : PatientTestKit
{
    private const string Config = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new(Some.Time);
    private readonly List<IActorRef> _made = [];

    protected ConnectionTestBase(RateBudgetSettings? budget = null)
        : base(Config)
    {
        Clock = new Clock(_time);
        Budget = new RateBudget(budget ?? RateBudgetSettings.Default);
        Orders = CreateTestProbe();
        Switch = new GateSwitch(Some.Time, "test");
        Switch.Apply(new HoldsInForce(1, []));
        Connection = Make(Some.Account, Venue, Orders.Ref);
    }

    internal FakeVenue Venue { get; } = new();

    protected ConnectionSettings Settings { get; } = ConnectionSettings.Default with
    {
        Reconnect = ReconnectSettings.Default with { Jitter = 0 },
    };

    protected Clock Clock { get; }

    protected RateBudget Budget { get; }

    protected TestProbe Orders { get; }

    protected GateSwitch Switch { get; }

    protected IActorRef Connection { get; }

    internal FakeTransport First => Venue.Connections[0];

    internal FakeTransport Second => Venue.Connections[1];

    protected static Hold Halt() =>
        new(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "test halt", "tester", Some.Time);

    protected static SendOrder Order(string id) => new(new PlaceAtVenue(
        new VenueClientId($"v-{id}"), Some.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc, new Quantity(1m),
        new Price(100m)), default, false, default);

    protected static SendCancel Cancel(string id) =>
        new(new CancelAtVenue(new VenueClientId($"v-{id}"), Some.Btc));

    internal IActorRef Make(AccountId account, FakeVenue venue, IActorRef orders)
    {
        var connection = Sys.ActorOf(ConnectionActor.Props(account, venue, Switch.For(account, Some.Venue),
            Budget, Settings, 1, orders, [], new HealthMeters(), Clock));
        _made.Add(connection);
        return connection;
    }

    protected void OpenReady()
    {
        Connection.Tell(new OpenConnection());
        Advance(TimeSpan.Zero);
        Ready(First);
        Assert.Equal(ConnectionPhase.Ready, Phases()[^1].Phase);
    }

    internal void Ready(FakeTransport transport)
    {
        transport.Listener!.OnOpened();
        Hear(transport, "ready");
    }

    /// <summary>The first session is ready, is about to end, and the second has been opened.</summary>
    protected void Overlap()
    {
        OpenReady();
        Hear(First, "ending");
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Venue.Connections.Count);
    }

    protected void Send(params object[] messages)
    {
        foreach (var message in messages)
            Connection.Tell(message, TestActor);
        Sync();
    }

    internal void Hear(FakeTransport transport, params string[] sentences)
    {
        foreach (var sentence in sentences)
            transport.Say(sentence);
        Sync();
    }

    /// <summary>What was written but the log-on.</summary>
    internal static IReadOnlyList<string> Commands(FakeTransport transport) =>
        [.. transport.Frames.Where(f => f != "logon")];

    /// <summary>Everything that the orders have been told since the last call, but the phases.</summary>
    protected IReadOnlyList<object> Told() => [.. TakeAll().Where(m => m is not ConnectionChanged)];

    protected IReadOnlyList<ConnectionChanged> Phases() => [.. TakeAll().OfType<ConnectionChanged>()];

    protected IReadOnlyList<object> TakeAll()
    {
        Sync();
        var told = new List<object>();
        while (Orders.HasMessages)
            told.Add(Orders.ReceiveOne(TimeSpan.Zero));
        return told;
    }

    /// <summary>The proof that everything told before has been handled.</summary>
    protected void Sync()
    {
        foreach (var connection in _made)
        {
            connection.Tell(new GetConnection(), Witness.Ref);
            Witness.ExpectMsg<ConnectionChanged>();
        }
    }

    protected void Advance(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed <= span; passed += Step)
        {
            Sync();
            var step = passed == TimeSpan.Zero ? TimeSpan.Zero : Step;
            _time.Advance(step);
            ((TestScheduler)Sys.Scheduler).Advance(step);
            Sync();
        }
    }

    private TestProbe Witness => field ??= CreateTestProbe();
}
