using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class OrderJournalTests() : TestKit(Hocon)
{
    private static readonly Config Hocon = ConfigurationFactory.ParseString($$"""
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        akka.persistence.journal.inmem.replay-filter.mode = fail
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """);

    private static readonly JournalSettings Settings = new(
        "akka.persistence.journal.inmem", "akka.persistence.snapshot-store.inmem", "", "", SnapshotEvery: 100, IndexBatch: 1);

    private readonly Clock _clock = new(new FakeTimeProvider(Some.Time));

    [Fact]
    public void the_first_start_takes_epoch_one_and_each_later_one_the_next()
    {
        var (first, recovered) = Start();
        Assert.Equal(1, recovered.State.Epoch);
        Stop(first);

        Assert.Equal(2, Start().Recovered.State.Epoch);
    }

    [Fact]
    public void what_was_written_is_recovered()
    {
        var (journal, _) = Start();
        var order = Some.Order();
        Write(journal, Intent("a1", 1), new OrderAccepted(order.VenueId, new VenueOrderId("7"), Some.Time));
        Stop(journal);

        var state = Start().Recovered.State;

        Assert.Equal(order.VenueId, Assert.Single(state.Working).VenueId);
        Assert.Equal(1, state.LastSequence);
    }

    [Fact]
    public void a_batch_is_acknowledged_once_with_its_last_sequence_number()
    {
        var (journal, recovered) = Start();

        var written = Write(journal, Intent("a1", 1), Intent("a2", 2), Intent("a3", 3));

        Assert.Equal(recovered.SequenceNumber + 3, written.LastSequenceNumber);
        Assert.Equal(3, written.Written);
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void an_id_that_the_index_knows_is_left_out_and_named()
    {
        var index = new MemoryIndex();
        var (journal, _) = Start(index);
        index.Add([new KnownIntent(Some.Request("old"), null, new Refusal(RefusalCode.ModeForbids))], 1);

        var written = Write(journal, Intent("new", 1), Intent("old", 2));

        Assert.Equal("old", Assert.Single(written.AlreadyKnown).Request.ClientOrderId.Value);
        Assert.Equal(1, written.Written);
        Stop(journal);
        Assert.Single(Start(index).Recovered.State.Working);
    }

    [Fact]
    public void ids_that_the_fold_forgets_go_to_the_index()
    {
        var index = new MemoryIndex();
        var (journal, _) = Start(index);
        for (var i = 1; i <= AccountState.FinishedMax + 2; i++)
            journal.Tell(new WriteEvents([new IntentRefused(Some.Request($"r{i}"),
                new Refusal(RefusalCode.ModeForbids), Some.Time)]));
        ReceiveN(AccountState.FinishedMax + 2, TimeSpan.FromSeconds(20));

        Assert.NotNull(index.Find(new ClientOrderId("r1")));
        Assert.NotNull(index.Find(new ClientOrderId("r2")));
        Assert.Null(index.Find(new ClientOrderId("r3")));
    }

    [Fact]
    public void an_index_that_is_behind_the_snapshot_asks_for_a_full_replay()
    {
        var (journal, _) = Start();
        for (var i = 1; i <= 200; i++)
            Write(journal, Intent($"a{i}", i));
        AwaitAssert(() =>
        {
            Stop(journal);
            var parent = CreateTestProbe();
            var again = Open(parent, new MemoryIndex(), replayAll: false);
            Assert.IsType<IndexUnfit>(parent.ReceiveOne(TimeSpan.FromSeconds(5)));
            Stop(again);
        }, TimeSpan.FromSeconds(10));

        var full = CreateTestProbe();
        Open(full, new MemoryIndex(), replayAll: true);
        Assert.Equal(200, full.ExpectMsg<AccountRecovered>(TimeSpan.FromSeconds(10)).State.Working.Count);
    }

    [Fact]
    public void an_index_of_another_stream_is_emptied_and_made_again()
    {
        var index = new MemoryIndex();
        index.Add([new KnownIntent(Some.Request("old"), null, new Refusal(RefusalCode.ModeForbids))], 1_000);
        var parent = CreateTestProbe();
        Open(parent, index, replayAll: false);

        parent.ExpectMsg<IndexUnfit>(TimeSpan.FromSeconds(5));
        Assert.Null(index.Find(new ClientOrderId("old")));
    }

    [Fact]
    public void a_foreign_event_in_the_stream_refuses_to_start_and_names_it()
    {
        var writer = Sys.ActorOf(Props.Create(() => new ForeignWriter("account-main")));
        writer.Tell("nonsense", TestActor);
        ExpectMsg("written");
        Stop(writer);

        var parent = CreateTestProbe();
        Open(parent, new MemoryIndex(), replayAll: false);

        var problem = parent.ExpectMsg<AccountUnrecoverable>(TimeSpan.FromSeconds(5)).Problem;
        Assert.Contains("account-main", problem);
        Assert.Contains("event 1", problem);
        parent.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private static IntentRecorded Intent(string id, long sequence) =>
        new(new VenueClientId($"v-{id}"), sequence, Some.Request(id), null, default, Some.Time);

    private EventsWritten Write(IActorRef journal, params AccountEvent[] events)
    {
        journal.Tell(new WriteEvents(events), TestActor);
        return ExpectMsg<EventsWritten>(TimeSpan.FromSeconds(5));
    }

    private (IActorRef Journal, AccountRecovered Recovered) Start(MemoryIndex? index = null)
    {
        var parent = CreateTestProbe();
        var journal = Open(parent, index ?? new MemoryIndex(), replayAll: false);
        return (journal, parent.ExpectMsg<AccountRecovered>(TimeSpan.FromSeconds(5)));
    }

    private IActorRef Open(TestProbe parent, MemoryIndex index, bool replayAll) =>
        parent.ChildActorOf(OrderJournal.Props(Some.Account, "test", Settings, index, new HealthMeters(), _clock, replayAll));

    private void Stop(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    private sealed class ForeignWriter : Akka.Persistence.ReceivePersistentActor
    {
        public ForeignWriter(string id)
        {
            PersistenceId = id;
            var sender = ActorRefs.NoSender;
            Command<string>(text =>
            {
                sender = Sender;
                Persist(text, _ => sender.Tell("written"));
            });
        }

        public override string PersistenceId { get; }
    }

    private sealed class MemoryIndex : IIntentIndex
    {
        private readonly Dictionary<ClientOrderId, KnownIntent> _known = [];

        public long LastSequenceNumber { get; private set; }

        public KnownIntent? Find(ClientOrderId id) => _known.GetValueOrDefault(id);

        public void Add(IReadOnlyList<KnownIntent> forgotten, long lastSequenceNumber)
        {
            foreach (var intent in forgotten)
                _known[intent.Request.ClientOrderId] = intent;
            LastSequenceNumber = lastSequenceNumber;
        }

        public void Clear()
        {
            _known.Clear();
            LastSequenceNumber = 0;
        }

        public void Dispose()
        {
        }
    }
}
