using System.Reflection;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Persistence.Sql.Config;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Cluster;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Node.Configuration;
using TradingActors.Node.Logging;
using TradingActors.Node.Summaries;

namespace TradingActors.Node.Hosting;

/// <summary>
/// The actor system of a node: a cluster of one over its two journals, with the engine in it.
/// </summary>
public sealed class RunningEngine
{
    /// <summary>
    /// The name of the actor system: part of every address, so fixed for the life of a cluster.
    /// </summary>
    public const string SystemName = "trading";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(20);

    private readonly ActorSystem _system;
    private readonly IActorRef _root;
    private readonly string _journalFile;
    private readonly AuditFiles _audit;
    private readonly Serilog.ILogger _logger;

    private RunningEngine(
        ActorSystem system, IActorRef root, string journalFile, AuditFiles audit, Serilog.ILogger logger)
    {
        _system = system;
        _root = root;
        _journalFile = journalFile;
        _audit = audit;
        _logger = logger;
    }

    /// <summary>Ends when the system has, whoever asked for it.</summary>
    public Task Ended => _system.WhenTerminated;

    /// <exception cref="JournalUnfitException">A journal's file must not be written to.</exception>
    public static async Task<RunningEngine> StartAsync(
        NodePlan plan,
        DataDirectory data,
        IReadOnlyList<VenueAccess> venues,
        ulong seed,
        NodeControl control,
        KeyRotation keys,
        Serilog.ILogger logger)
    {
        var journalFile = data.File("journal.db");
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(plan.Config),
            new SerilogSetup(logger),
            Journals(
                plan.Engine.Journal,
                SqliteJournal.Open(journalFile),
                SqliteJournal.Open(data.File("emergency.db"))));
        var audit = AuditFiles.In(data.Path);
        Sealer.Mark(audit, AnchorKind.Start, Clock.System.Now.Wall);
        var system = ActorSystem.Create(SystemName, setup);
        try
        {
            var cluster = Cluster.Get(system);
            using var late = new CancellationTokenSource(StartPatience);
            await cluster.JoinAsync(cluster.SelfAddress, late.Token);
            var parts = Parts(plan, data, venues, seed);
            var root = system.ActorOf(EngineActor.Props(parts, plan.Engine), "engine");
            var ready = await root.Ask<EngineReady>(new GetEngine(), StartPatience);
            control.Attach(ready, new EmergencyControl(parts.Gate, ready.Gate, parts.Clock), cluster, keys);
            return new RunningEngine(system, root, journalFile, audit, logger);
        }
        catch
        {
            await system.Terminate();
            throw;
        }
    }

    /// <summary>
    /// No new orders, working ones cancelled and confirmed, journals idle; null when the engine did not
    /// answer in time.
    /// </summary>
    public async Task<EngineStopped?> StopTradingAsync(TimeSpan deadline)
    {
        try
        {
            return await _root.Ask<EngineStopped>(
                new StopTrading(deadline), deadline + TimeSpan.FromSeconds(5));
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    /// <summary>
    /// Leaves the cluster and ends the system; false when that took too long and was given up.
    /// </summary>
    public async Task<bool> ShutDownAsync()
    {
        var shutdown = CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await Task.WhenAny(Task.WhenAll(shutdown, _system.WhenTerminated), Task.Delay(ShutdownPatience));
        if (!_system.WhenTerminated.IsCompleted)
            return false;

        MarkStop();
        return true;
    }

    /// <summary>
    /// Nothing of this process writes any more: what the next start finds beyond is not ours.
    /// </summary>
    private void MarkStop()
    {
        try
        {
            Sealer.Mark(_audit, AnchorKind.Stop, Clock.System.Now.Wall);
        }
        catch (Exception e) when (e is JournalUnfitException or IOException or UnauthorizedAccessException)
        {
            _logger.Warning("The audit record was not closed: {Problem:l}", e.Message);
        }
    }

    /// <summary>
    /// The account's books, from its journal's first event on. Read when nothing writes any more.
    /// </summary>
    public AccountBooks ReadBooks(AccountId account)
    {
        var books = new AccountBooks(account.Value);
        using var journal = JournalReader.Open(_journalFile);
        foreach (var (_, on) in journal.Read($"account-{account}"))
            books.Apply((AccountEvent)on);
        return books;
    }

    /// <summary>The version of this program, with the commit where the build knew it.</summary>
    private static string? Build => typeof(RunningEngine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static EngineParts Parts(
        NodePlan plan, DataDirectory data, IReadOnlyList<VenueAccess> venues, ulong seed)
    {
        var holder = $"{Environment.MachineName}:{Environment.ProcessId}";
        return new EngineParts(
            Clock.System,
            seed,
            holder,
            data.Path,
            new GateSwitch(Clock.System.Now.Wall, holder),
            new HealthMeters(),
            new RateBudgets(plan.Engine.RateBudget),
            new ClusterPlacement(),
            venues.ToDictionary(
                venue => venue.Settings.Venue,
                venue => venue.Connector(plan.SymbolsAt(venue.Settings))),
            Build,
            AuditFiles.In(data.Path));
    }

    private static MultiDataOptionsSetup Journals(
        JournalSettings plugins, SqliteJournal accounts, SqliteJournal emergency) =>
        SqliteJournal.Setup(
            (accounts, [plugins.JournalPlugin, plugins.SnapshotPlugin]),
            (emergency, [plugins.EmergencyJournalPlugin, plugins.EmergencySnapshotPlugin]));
}
