using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>
/// The whole engine, a network and the simulated venue on one thread and one virtual clock: the same seed
/// gives the same run, byte for byte. Engines start, crash and start again over the same journals; the
/// venue's ledger judges. To be used from the thread that made it.
/// </summary>
public sealed class VirtualWorld : IDisposable
{
    private readonly VirtualWorldSettings _settings;
    private readonly string _directory = Directory.CreateTempSubdirectory("trading-actors-world-").FullName;
    private int _lives;

    public VirtualWorld(VirtualWorldSettings settings)
    {
        _settings = settings;
        Loop = new SimulationLoop(settings.Seed);
        Time = new VirtualTime(Loop);
        Journals = new SimulatedJournalStore(settings.Seed + 1, settings.JournalDelayMax, Trace);
        Network = new SimulatedNetwork(Loop, settings.Network, settings.Seed + 2, Trace);
        var clock = new Clock(Time);
        Venue = new VenueCore(
            settings.Venue with { Seed = settings.Seed + 3 }, Network, NullLogger.Instance, clock.Now);
        var end = new SimulatedVenueEnd(Venue, Loop, clock);
        Network.Attach(end);
        end.Start();
    }

    public SimulationLoop Loop { get; }

    public VirtualTime Time { get; }

    public Trace Trace { get; } = new();

    public SimulatedNetwork Network { get; }

    /// <summary>The disk that the engines share, one after the other.</summary>
    public SimulatedJournalStore Journals { get; }

    /// <summary>The judge.</summary>
    public VenueCore Venue { get; }

    /// <summary>The engine that lives now, null while none does.</summary>
    public EngineLife? Engine { get; private set; }

    /// <summary>Starts an engine over the journals as its predecessor left them.</summary>
    public EngineLife Start()
    {
        if (Engine is not null)
            throw new InvalidOperationException("an engine lives already");

        _lives++;
        var node = new SimulatedNode(Loop, Journals);
        return Engine = new EngineLife(_settings, node, Network, Time, Trace, _directory, _lives);
    }

    /// <summary>The process dies without a word, in the middle of whatever it does.</summary>
    public void Crash()
    {
        if (Engine is not { } engine)
            return;

        Trace.Record(Loop.Now, "crash", default);
        engine.Node.Die();
        Network.Lose(engine.Node);
        Engine = null;
    }

    /// <summary>Lets virtual time pass.</summary>
    public void Run(TimeSpan span) => Loop.RunUntil(Loop.Now + span);

    /// <summary>
    /// Runs until the engine shows what is wanted; throws with what it showed last when it does not.
    /// </summary>
    public AccountBlotter RunUntil(AccountId account, Func<AccountBlotter, bool> wanted, TimeSpan limit)
    {
        AccountBlotter? last = null;
        for (var end = Loop.Now + limit; Loop.Now < end; Run(TimeSpan.FromMilliseconds(50)))
        {
            last = Engine!.Blotter().Accounts.FirstOrDefault(a => a.Account == account);
            if (last is not null && wanted(last))
                return last;
        }

        throw new TimeoutException($"it did not happen within {limit}; last seen: {last}");
    }

    /// <summary>What the ledger holds against the engine; empty when they agree.</summary>
    public IReadOnlyList<string> Judge(AccountId account)
    {
        var blotter = Engine!.Blotter().Accounts.Single(a => a.Account == account);
        return WorldJudge.Compare(Venue.Judge(account.Value), blotter);
    }

    public void Dispose()
    {
        Engine?.Dispose();
        Venue.Dispose();
        Trace.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
