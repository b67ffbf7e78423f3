using Microsoft.Data.Sqlite;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>The world's disk by itself, without an actor system.</summary>
public sealed class SimulatedJournalStoreTests
{
    private const string Account = "account-main";
    private const string Emergency = "emergency";

    private readonly SimulationLoop _loop = new(1);
    private readonly SimulatedJournalStore _store = new(5, TimeSpan.FromMilliseconds(3));
    private readonly SimulatedNode _node;
    private readonly List<(string Stream, long Sequence, Exception? Problem)> _answers = [];

    public SimulatedJournalStoreTests() => _node = new SimulatedNode(_loop, _store);

    [Fact]
    public void each_kind_has_its_row()
    {
        Assert.Equal(Enum.GetValues<JournalFaultKind>(), JournalFaultKinds.Table.Select(r => r.Kind));
        Assert.Distinct(JournalFaultKinds.Table.Select(r => r.Word));
    }

    [Fact]
    public void writes_are_durable_before_they_are_answered_and_in_order()
    {
        Write(Account, 1);
        Write(Account, 2);
        Run();

        Assert.Equal([1L, 2L], _store.Stream(Account).Select(e => e.SequenceNumber));
        Assert.Equal([(Account, 1L, null), (Account, 2L, null)], _answers);
    }

    [Theory]
    [InlineData(JournalFaultKind.Rejected, 0)]
    [InlineData(JournalFaultKind.FailedNotWritten, 0)]
    [InlineData(JournalFaultKind.FailedButWritten, 1)]
    [InlineData(JournalFaultKind.FailedWrittenLater, 1)]
    public void a_failed_write_is_there_or_not_as_its_kind_says(JournalFaultKind kind, int written)
    {
        _store.ReplaceFaults([new JournalFaultRule(kind)]);
        Write(Account, 1);
        Run();

        Assert.NotNull(Assert.Single(_answers).Problem);
        Assert.Equal(written, _store.Stream(Account).Count);
        Assert.Equal(kind, Assert.Single(_store.Failures).Kind);
    }

    [Fact]
    public void a_write_that_was_given_up_collides_with_the_one_that_came_after()
    {
        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.FailedWrittenLater) { Times = 1 }]);
        Write(Account, 1);
        _loop.RunUntil(JournalFaultKinds.CallTimeout, () => _answers.Count > 0);
        Write(Account, 1);
        Run();

        Assert.IsType<TimeoutException>(_answers[0].Problem);
        Assert.Equal(19, Assert.IsType<SqliteException>(_answers[1].Problem).SqliteErrorCode);
        Assert.Equal(1, _store.Conflicts);
        Assert.Single(_store.Stream(Account));
    }

    [Fact]
    public void a_second_writer_that_no_fault_explains_ends_the_world()
    {
        Write(Account, 1);
        Write(Account, 1);

        Assert.Throws<InvalidOperationException>(Run);
    }

    [Fact]
    public void the_nth_that_fits_is_struck_and_no_other()
    {
        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.FailedNotWritten)
        {
            Stream = JournalStream.Account,
            Containing = "wanted",
            Nth = 2,
        }]);
        Write(Emergency, 1, "wanted");
        Write(Account, 1, "wanted");
        Write(Account, 2, "other");
        Write(Account, 3, "wanted");
        Write(Account, 3, "wanted");
        Run();

        var failed = Assert.Single(_answers, a => a.Problem is not null);
        Assert.Equal((Account, 3L), (failed.Stream, failed.Sequence));
        Assert.Equal(3, _store.Stream(Account).Count);
    }

    [Fact]
    public void a_slow_stream_does_not_hold_the_other_up()
    {
        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.Slow)
        {
            Stream = JournalStream.Account,
            DelayMsMin = 5_000,
            DelayMsMax = 5_000,
        }]);
        Write(Account, 1);
        Write(Emergency, 1);
        _loop.RunUntil(TimeSpan.FromSeconds(1));

        Assert.Equal(Emergency, Assert.Single(_answers).Stream);
        Run();
        Assert.Equal((Account, 1L, null), _answers[1]);
    }

    [Theory]
    [InlineData(JournalFaultKind.FullDisk, 13, false)]
    [InlineData(JournalFaultKind.ReadOnly, 8, false)]
    [InlineData(JournalFaultKind.Unavailable, 14, true)]
    public void a_span_befalls_everything_of_its_streams_and_ends(
        JournalFaultKind kind, int code, bool hindersReading)
    {
        _store.ReplaceFaults([new JournalFaultRule(kind)
        {
            Times = 1,
            DelayMsMin = 1_000,
            DelayMsMax = 1_000,
        }]);
        Write(Account, 1);
        _loop.RunUntil(TimeSpan.FromMilliseconds(500));
        Write(Account, 1);
        Write(Emergency, 1);
        Assert.Equal(hindersReading, _store.DrawReplay(Account, _loop.Now) is not null);
        _loop.RunUntil(TimeSpan.FromMilliseconds(900));

        Assert.All(
            _answers, a => Assert.Equal(code, Assert.IsType<SqliteException>(a.Problem).SqliteErrorCode));
        Assert.Equal(3, _answers.Count);
        Assert.Single(_store.Strikes);
        _loop.RunUntil(TimeSpan.FromMilliseconds(1_100));
        Write(Account, 1);
        Run();
        Assert.Null(_answers[^1].Problem);
        Assert.Null(_store.DrawReplay(Account, _loop.Now));
    }

    [Fact]
    public void snapshots_can_be_lost_refused_and_unreadable()
    {
        Assert.Null(Save(10));
        Assert.Equal(10, Find()!.SequenceNumber);

        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.SnapshotLost)]);
        Assert.Null(Save(20));
        Assert.Equal(10, Find()!.SequenceNumber);

        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.SnapshotFailed)]);
        Assert.NotNull(Save(30));

        _store.ReplaceFaults([new JournalFaultRule(JournalFaultKind.SnapshotUnread) { Times = 1 }]);
        Assert.Throws<SqliteException>(Find);
        Assert.Equal(10, Find()!.SequenceNumber);
    }

    [Fact]
    public void a_rule_that_cannot_be_is_named()
    {
        Assert.Contains("snapshot-lost", Refused(new JournalFaultRule(JournalFaultKind.SnapshotLost)
        {
            Containing = "order.intent.v1",
        }));
        var slow = new JournalFaultRule(JournalFaultKind.Slow);
        Assert.Contains("probability", Refused(slow with { Probability = 2 }));
        Assert.Contains("0th", Refused(slow with { Nth = 0 }));

        string Refused(JournalFaultRule rule) =>
            Assert.Throws<ArgumentException>(() => _store.ReplaceFaults([rule])).Message;
    }

    private void Write(string stream, long sequence, string manifest = "any") => _store.Commit(
        _node,
        [new JournaledStreamEvents(stream, [new JournaledEvent(sequence, 1, manifest, [], "writer")])],
        answer => _answers.Add((stream, sequence, answer.Problem)));

    private Exception? Save(long sequence)
    {
        Exception? problem = new TimeoutException("no answer");
        var snapshot = new JournaledSnapshot(sequence, DateTime.UnixEpoch, 1, "any", []);
        _store.SaveSnapshot(_node, Account, snapshot, p => problem = p);
        Run();
        return problem;
    }

    private JournaledSnapshot? Find() =>
        _store.FindSnapshot(Account, long.MaxValue, DateTime.MaxValue, _loop.Now);

    private void Run() => _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(30));
}
