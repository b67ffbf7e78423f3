using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using TradingActors.Engine.Journal;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

public sealed class SqliteJournalTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journal-");
    private readonly string _file;

    public SqliteJournalTests() => _file = Path.Combine(_directory.FullName, "accounts.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void makes_the_file_in_write_ahead_mode_with_its_constraint()
    {
        SqliteJournal.Open(_file);

        Assert.Equal("wal", Scalar("PRAGMA journal_mode"));
        Insert("account-main", 1);
        var duplicate = Assert.Throws<SqliteException>(() => Insert("account-main", 1));
        Assert.Equal(19, duplicate.SqliteErrorCode);
    }

    [Fact]
    public void opens_what_it_made_before()
    {
        SqliteJournal.Open(_file);
        Insert("account-main", 1);

        SqliteJournal.Open(_file);

        Assert.Equal(1L, Scalar("SELECT count(*) FROM journal"));
    }

    [Theory]
    [InlineData("DROP INDEX journal_uq")]
    [InlineData(
        "DROP INDEX journal_uq; CREATE INDEX journal_uq ON journal (persistence_id, sequence_number)")]
    [InlineData(
        "DROP INDEX journal_uq; CREATE UNIQUE INDEX u ON journal (persistence_id, sequence_number, created)")]
    [InlineData(
        "DROP INDEX journal_uq; "
        + "CREATE UNIQUE INDEX u ON journal (persistence_id, sequence_number) WHERE deleted=0")]
    public void refuses_a_journal_without_the_uniqueness_constraint(string damage)
    {
        SqliteJournal.Open(_file);
        Scalar(damage);

        var refused = Assert.Throws<JournalUnfitException>(() => SqliteJournal.Open(_file));

        Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("(persistence_id, sequence_number)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void accepts_a_constraint_declared_in_the_other_order()
    {
        SqliteJournal.Open(_file);
        Scalar("DROP INDEX journal_uq; CREATE UNIQUE INDEX u ON journal (sequence_number, persistence_id)");

        SqliteJournal.Open(_file);
    }

    [Fact]
    public void refuses_a_file_that_is_no_database_and_names_it()
    {
        File.WriteAllText(_file, new string('x', 4_096));

        var refused = Assert.Throws<JournalUnfitException>(() => SqliteJournal.Open(_file));

        Assert.Contains(_file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("not a database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void refuses_a_path_that_cannot_be_opened()
    {
        var inside = Path.Combine(_directory.FullName, "missing", "accounts.db");

        Assert.Contains(inside, Assert.Throws<JournalUnfitException>(() =>
            SqliteJournal.Open(inside)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_plug_in_writes_to_it_and_recovers_from_it_as_the_nodes_configuration_says()
    {
        Assert.Equal([], await RoundTrip("first"));
        Assert.Equal(["first"], await RoundTrip("second"));

        Assert.Equal(2L, Scalar("SELECT count(*) FROM journal WHERE persistence_id='account-main'"));
        Assert.Equal(0L, Scalar("SELECT count(*) FROM sqlite_master WHERE name='tags'"));
    }

    private async Task<IReadOnlyList<string>> RoundTrip(string holder)
    {
        var journal = SqliteJournal.Open(_file);
        var emergency = SqliteJournal.Open(Path.Combine(_directory.FullName, "emergency.db"));
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n"
            + "akka.actor.serialization-settings.allow-unregistered-types = off\n"
            + "akka.actor.serializers.j ="
            + " \"TradingActors.Engine.Journal.JournalSerializer, TradingActors.Engine\"\n"
            + "akka.actor.serialization-bindings"
            + " { \"TradingActors.Engine.Journal.IJournaled, TradingActors.Engine\" = j }\n"
            + File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "journal.conf")));
        using var system = ActorSystem.Create("journal", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config),
            SqliteJournal.Setup(
                (journal, ["akka.persistence.journal.sql", "akka.persistence.snapshot-store.sql"]),
                (emergency, [
                    "akka.persistence.journal.emergency", "akka.persistence.snapshot-store.emergency"]))));
        var done = new TaskCompletionSource<IReadOnlyList<string>>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Writer(holder, done)));
        var recovered = await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await system.Terminate();
        return recovered;
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void Insert(string stream, long sequence) =>
        Scalar("INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) "
            + $"VALUES (0, 0, '{stream}', {sequence}, x'00')");

    /// <summary>Recovers, then writes one event and tells what it had recovered.</summary>
    private sealed class Writer : ReceivePersistentActor
    {
        private readonly List<string> _recovered = [];

        public Writer(string holder, TaskCompletionSource<IReadOnlyList<string>> done)
        {
            Recover<OwnershipTaken>(taken => _recovered.Add(taken.Holder));
            Recover<RecoveryCompleted>(_ => Persist(new OwnershipTaken(1, holder, DateTimeOffset.UnixEpoch),
                _ => SaveSnapshot(new AccountState().ToSnapshot())));
            Command<SaveSnapshotSuccess>(_ => done.TrySetResult(_recovered));
            Command<SaveSnapshotFailure>(failed => done.TrySetException(failed.Cause));
            Failed = e => done.TrySetException(e);
        }

        public override string PersistenceId => "account-main";

        // The snapshot proves the store's configuration; the events are what this test reads.
        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

        private Action<Exception> Failed { get; }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
            Failed(cause);

        protected override void OnRecoveryFailure(Exception reason, object? message = null) => Failed(reason);
    }
}
