using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Connection;

public sealed class ConnectionActorTests : TestKit
{
    private readonly FakeVenue _venue = new();
    private readonly GateSwitch _switch = new(Some.Time, "test");
    private readonly AccountGate _gate;
    private readonly Clock _clock = new(new FakeTimeProvider(Some.Time));

    public ConnectionActorTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
    {
        _gate = _switch.For(Some.Account, Some.Venue);
        _switch.Apply(new HoldsInForce(1, []));
    }

    [Fact]
    public void an_order_passes_an_open_gate_and_is_written()
    {
        var connection = OpenReady();
        connection.Tell(Order("a1"));

        AwaitAssert(() => Assert.Equal(["place v-a1"], _venue.Last.Frames));
    }

    [Fact]
    public void nothing_passes_a_gate_that_was_closed_before_the_write()
    {
        var connection = OpenReady();
        _switch.Latch(Halt());
        connection.Tell(Order("a1"));

        var stopped = ExpectMsg<OrderStoppedAtGate>();
        Assert.Equal("GATE_CLOSED", stopped.Code);
        Assert.Contains("test halt", stopped.Reason);
        Assert.Empty(_venue.Last.Frames);
    }

    [Fact]
    public void cancels_pass_a_closed_gate()
    {
        var connection = OpenReady();
        _switch.Latch(Halt());
        connection.Tell(Cancel("a1"));

        AwaitAssert(() => Assert.Equal(["cancel v-a1"], _venue.Last.Frames));
    }

    [Fact]
    public void only_reducing_orders_pass_in_reduce_only()
    {
        var connection = OpenReady();
        _switch.Latch(Halt() with { Mode = TradingMode.ReduceOnly });
        connection.Tell(Order("a1"));
        connection.Tell(Order("a2") with { Reduces = true });

        Assert.Equal("v-a1", ExpectMsg<OrderStoppedAtGate>().Id.Value);
        AwaitAssert(() => Assert.Equal(["place v-a2"], _venue.Last.Frames));
    }

    [Fact]
    public void the_barrier_waits_for_the_write_under_way_and_what_is_queued_is_not_sent()
    {
        var connection = OpenReady();
        _venue.Last.Result = WriteResult.Pending;
        connection.Tell(Order("a1"));
        connection.Tell(Order("a2"));
        AwaitAssert(() => Assert.Single(_venue.Last.Frames));
        _switch.Latch(Halt());
        connection.Tell(new GateBarrier("h1"), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        _venue.Last.Result = WriteResult.Written;
        _venue.Last.Listener!.OnWritten();

        Assert.Equal("v-a2", ExpectMsg<OrderStoppedAtGate>().Id.Value);
        Assert.Equal("h1", ExpectMsg<BarrierPassed>().HaltId);
        Assert.Equal(["place v-a1"], _venue.Last.Frames);
    }

    [Fact]
    public void cancels_overtake_waiting_orders()
    {
        var connection = OpenReady();
        _venue.Last.Result = WriteResult.Pending;
        connection.Tell(Order("a1"));
        connection.Tell(Order("a2"));
        connection.Tell(Cancel("a1"));
        AwaitAssert(() => Assert.Single(_venue.Last.Frames));

        _venue.Last.Result = WriteResult.Written;
        _venue.Last.Listener!.OnWritten();

        AwaitAssert(() => Assert.Equal(["place v-a1", "cancel v-a1", "place v-a2"], _venue.Last.Frames));
    }

    [Fact]
    public void a_lost_connection_ends_what_was_written_as_unknown_and_what_waited_as_not_sent()
    {
        var connection = OpenReady();
        _venue.Last.Result = WriteResult.Pending;
        connection.Tell(Order("a1"));
        connection.Tell(Order("a2"));
        AwaitAssert(() => Assert.Single(_venue.Last.Frames));

        _venue.Last.Listener!.OnClosed("reset by peer");

        var stopped = ExpectMsg<OrderStoppedAtGate>();
        Assert.Equal(("v-a2", "CONNECTION_LOST"), (stopped.Id.Value, stopped.Code));
        Assert.Equal("v-a1", ExpectMsg<VenueOutcomeUnknown>().Id.Value);
        Assert.Equal(ConnectionPhase.Disconnected, ExpectMsg<ConnectionChanged>().Phase);
    }

    [Fact]
    public void it_connects_again_with_a_new_session_and_sends_nothing_old()
    {
        OpenReady();
        _venue.Last.Listener!.OnClosed("reset by peer");
        FishForMessage<ConnectionChanged>(c => c.Phase == ConnectionPhase.Disconnected);

        Ready();

        Assert.Equal(2, _venue.Connections.Count);
        Assert.Empty(_venue.Last.Frames);
    }

    [Fact]
    public void an_order_without_a_session_is_not_sent()
    {
        var connection = Open();
        connection.Tell(Order("a1"));

        Assert.Equal("NO_SESSION", FishForMessage<OrderStoppedAtGate>(_ => true).Code);
    }

    [Fact]
    public void a_write_that_failed_is_unknown_and_the_connection_is_made_again()
    {
        var connection = OpenReady();
        _venue.Last.Result = WriteResult.Failed;
        connection.Tell(Order("a1"));

        Assert.Equal("v-a1", ExpectMsg<VenueOutcomeUnknown>().Id.Value);
        Assert.Contains("write", ExpectMsg<ConnectionChanged>().Reason);
    }

    [Fact]
    public void a_failed_session_closes_the_transport()
    {
        OpenReady();
        _venue.Last.Listener!.OnFrame("fail"u8);

        Assert.Contains("PONG_OVERDUE", FishForMessage<ConnectionChanged>(_ => true).Reason);
        Assert.True(_venue.Last.IsClosed);
    }

    [Fact]
    public void it_cancels_by_itself_what_it_wrote_and_nobody_ended()
    {
        var connection = OpenReady();
        connection.Tell(Order("a1"));
        connection.Tell(Order("a2"));
        connection.Tell(new OrderFinished(new VenueClientId("v-a1")));
        connection.Tell(new CancelEverythingWritten("the journal is dead"));

        AwaitAssert(() => Assert.Equal(["place v-a1", "place v-a2", "cancel v-a2"], _venue.Last.Frames));
    }

    [Fact]
    public void frames_of_an_earlier_connection_are_ignored()
    {
        OpenReady();
        var old = _venue.Last.Listener!;
        old.OnClosed("reset by peer");
        FishForMessage<ConnectionChanged>(c => c.Phase == ConnectionPhase.Disconnected);
        Ready();

        old.OnFrame("fail"u8);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private static Hold Halt() =>
        new(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "test halt", "tester", Some.Time);

    private static SendOrder Order(string id) => new(new PlaceAtVenue(new VenueClientId($"v-{id}"), Some.Btc, Side.Buy,
        OrderType.Limit, TimeInForce.Gtc, new Quantity(1m), new Price(100m)), default, false, default);

    private static SendCancel Cancel(string id) => new(new CancelAtVenue(new VenueClientId($"v-{id}"), Some.Btc));

    private IActorRef Open()
    {
        var reconnect = new ReconnectSettings(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), 0,
            TimeSpan.FromSeconds(30), 100, TimeSpan.FromMinutes(5));
        var connection = Sys.ActorOf(ConnectionActor.Props(Some.Account, _venue, _gate, reconnect, 1, TestActor, [],
            new HealthMeters(), _clock));
        connection.Tell(new OpenConnection());
        return connection;
    }

    private IActorRef OpenReady()
    {
        var connection = Open();
        Ready();
        return connection;
    }

    private void Ready()
    {
        FishForMessage<ConnectionChanged>(c => c.Phase == ConnectionPhase.Connecting);
        AwaitCondition(() => _venue.Last.Listener is not null);
        _venue.Last.Listener!.OnOpened();
        FishForMessage<ConnectionChanged>(c => c.Phase == ConnectionPhase.Ready);
    }

    /// <summary>A venue whose frames are words, so that what was written can be read in the test.</summary>
    private sealed class FakeVenue : IVenueConnector, IVenueTransportFactory
    {
        public List<FakeTransport> Connections { get; } = [];

        public FakeTransport Last => Connections[^1];

        public VenueId Venue => Some.Venue;

        public Uri ApiAddress { get; } = new("ws://venue.test/api");

        public Uri StreamsAddress { get; } = new("ws://venue.test/streams");

        public IVenueTransportFactory Transports => this;

        public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) => new FakeSession(sink);

        public IMarketDataSession CreateMarketData(IMarketDataSink sink) => throw new NotSupportedException();

        public IVenueTransport Create(Uri address)
        {
            Connections.Add(new FakeTransport());
            return Last;
        }
    }

    private sealed class FakeTransport : IVenueTransport
    {
        private readonly List<string> _frames = [];

        public IVenueTransportListener? Listener { get; private set; }

        public WriteResult Result { get; set; }

        public bool IsClosed { get; private set; }

        public IReadOnlyList<string> Frames
        {
            get
            {
                lock (_frames)
                    return [.. _frames];
            }
        }

        public void Open(IVenueTransportListener listener) => Listener = listener;

        public WriteResult Write(ReadOnlySpan<byte> frame)
        {
            lock (_frames)
                _frames.Add(Encoding.UTF8.GetString(frame));
            return Result;
        }

        public void Close(string reason) => IsClosed = true;

        public void Dispose() => IsClosed = true;
    }

    private sealed class FakeSession(IVenueSessionSink sink) : IVenueSession
    {
        private readonly List<VenueClientId> _unanswered = [];

        public bool IsReady { get; private set; }

        public int InFlight => 0;

        public RequestCost CostOf(VenueCommand command) => new(1);

        public TimeSpan NextDeadline => TimeSpan.MaxValue;

        public void Opened(Instant now)
        {
            IsReady = true;
            sink.Emit(new VenueSessionReady(now.Wall));
        }

        public void Received(ReadOnlySpan<byte> frame, Instant now) =>
            sink.Emit(new VenueSessionFailed("PONG_OVERDUE", "no pong in 10 s", now.Wall));

        public void Send(VenueCommand command, Instant now)
        {
            if (command is PlaceAtVenue place)
                _unanswered.Add(place.Id);
            sink.Write(Encoding.UTF8.GetBytes(command switch
            {
                PlaceAtVenue p => $"place {p.Id}",
                CancelAtVenue c => $"cancel {c.Id}",
                _ => command.ToString(),
            }));
        }

        public void Tick(Instant now)
        {
        }

        public void Closed(Instant now)
        {
            foreach (var id in _unanswered)
                sink.Emit(new VenueOutcomeUnknown(id, VenueRequestKind.Place, "closed", now.Wall));
        }
    }
}
