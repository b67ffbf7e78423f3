using Akka.Actor;
using Akka.Configuration;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;

namespace TradingActors.Benchmarks.Desks;

/// <summary>The shipped journal in a directory of its own: SQLite, WAL, synchronous=FULL, and an actor system on it.</summary>
internal sealed class JournalFiles : IAsyncDisposable
{
    private const string Overrides = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.actor.serializers.trading-journal = "TradingActors.Engine.Journal.JournalSerializer, TradingActors.Engine"
        akka.actor.serialization-bindings {
          "TradingActors.Engine.Journal.IJournaled, TradingActors.Engine" = trading-journal
        }
        """;

    private static readonly JournalSettings Settings = new(
        "akka.persistence.journal.sql", "akka.persistence.snapshot-store.sql",
        "akka.persistence.journal.emergency", "akka.persistence.snapshot-store.emergency");

    private readonly string _directory = Directory.CreateTempSubdirectory("trading-actors-benchmark-").FullName;

    public JournalFiles() => System = Start();

    public ActorSystem System { get; private set; }

    public static Config Quiet { get; } = ConfigurationFactory.ParseString(Overrides);

    public Props Journal(bool replayAll = false)
    {
        var index = Path.Combine(_directory, "index.db");
        return OrderJournal.Props(Op1Account.Account, "bench", Settings,
            new SqliteIntentIndex(index, Op1Account.Account.Value), new HealthMeters(), Clock.System, replayAll);
    }

    public async Task RestartAsync()
    {
        await System.Terminate();
        System = Start();
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private ActorSystem Start()
    {
        var accounts = SqliteJournal.Open(Path.Combine(_directory, "accounts.db"));
        var emergency = SqliteJournal.Open(Path.Combine(_directory, "emergency.db"));
        var setup = SqliteJournal.Setup(
            (accounts, [Settings.JournalPlugin, Settings.SnapshotPlugin]),
            (emergency, [Settings.EmergencyJournalPlugin, Settings.EmergencySnapshotPlugin]));
        var shipped = ConfigurationFactory.ParseString(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "journal.conf")));
        return ActorSystem.Create("benchmark",
            BootstrapSetup.Create().WithConfig(Quiet.WithFallback(shipped)).And(setup));
    }
}
