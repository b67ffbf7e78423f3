using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Cluster;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Strategies;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.Signing;
using TradingActors.Venues.WebSockets;
using Xunit;

namespace TradingActors.Scenarios.InProcess;

/// <summary>
/// The whole engine with a simulated venue behind a real WebSocket on loopback, in one process, under the shipped
/// configuration: by itself with journals in memory, or as a cluster of one with the journals of a directory.
/// </summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private const string InMemory = """
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.actor.serializers.trading-journal = "TradingActors.Engine.Journal.JournalSerializer, TradingActors.Engine"
        akka.actor.serialization-bindings {
          "TradingActors.Engine.Journal.IJournaled, TradingActors.Engine" = trading-journal
        }
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        trading-actors.journal {
          journal-plugin = "akka.persistence.journal.inmem"
          snapshot-plugin = "akka.persistence.snapshot-store.inmem"
          emergency-journal-plugin = "akka.persistence.journal.inmem"
          emergency-snapshot-plugin = "akka.persistence.snapshot-store.inmem"
        }

        """ + NoStrategy;

    private const string NoStrategy = "trading-actors.accounts.main.enabled-strategies = []";

    private readonly bool _ownsVenue;

    private EngineUnderTest(
        SimulatedVenueHost venue, bool ownsVenue, ActorSystem system, IActorRef root, EngineReady engine, GateSwitch gate)
    {
        Venue = venue;
        _ownsVenue = ownsVenue;
        System = system;
        Root = root;
        Engine = engine;
        Control = new EmergencyControl(gate, engine.Gate, Clock.System);
    }

    public static AccountId Account { get; } = new("main");

    public SimulatedVenueHost Venue { get; }

    public ActorSystem System { get; }

    public EngineReady Engine { get; }

    public EmergencyControl Control { get; }

    public IActorRef Root { get; }

    /// <summary>By itself, journals in memory.</summary>
    public static async Task<EngineUnderTest> StartAsync(
        string overrides = "",
        SimulatedVenueSettings? venueSettings = null,
        StrategyCatalog? catalog = null,
        Func<Uri, Uri>? through = null)
    {
        var venue = await SimulatedVenueHost.StartAsync(venueSettings ?? new SimulatedVenueSettings(), TimeProvider.System,
            CancellationToken.None);
        var config = ConfigurationFactory.ParseString(overrides)
            .WithFallback(ConfigurationFactory.ParseString(InMemory))
            .WithFallback(Shipped("trading.conf"));
        var directory = Directory.CreateTempSubdirectory("trading-actors-").FullName;
        return await StartAsync(venue, true, config, directory, new LocalPlacement(),
            ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), catalog, through);
    }

    /// <summary>A cluster of one over the journals of the directory, which may be those of an earlier life.</summary>
    public static Task<EngineUnderTest> StartClusterAsync(SimulatedVenueHost venue, string directory, string overrides = "")
    {
        var config = ConfigurationFactory.ParseString(overrides)
            .WithFallback(ConfigurationFactory.ParseString(NoStrategy))
            .WithFallback(ConfigurationFactory.ParseString(
                "akka.loggers = [\"Akka.Event.DefaultLogger\"]\nakka.loglevel = WARNING"))
            .WithFallback(Shipped("trading.conf")).WithFallback(Shipped("akka.conf")).WithFallback(Shipped("journal.conf"));
        var journals = SqliteJournal.Setup(
            (SqliteJournal.Open(Path.Combine(directory, "journal.db")),
                ["akka.persistence.journal.sql", "akka.persistence.snapshot-store.sql"]),
            (SqliteJournal.Open(Path.Combine(directory, "emergency.db")),
                ["akka.persistence.journal.emergency", "akka.persistence.snapshot-store.emergency"]));
        return StartAsync(venue, false, config, directory, new ClusterPlacement(),
            BootstrapSetup.Create().WithConfig(config).And(journals));
    }

    private static async Task<EngineUnderTest> StartAsync(SimulatedVenueHost venue, bool ownsVenue, Config config,
        string directory, IPlacement placement, ActorSystemSetup setup, StrategyCatalog? catalog = null,
        Func<Uri, Uri>? through = null)
    {
        var settings = EngineSettings.Read(config, catalog ?? new StrategyCatalog());
        var gate = new GateSwitch(DateTimeOffset.UtcNow, "test");
        var venueId = new VenueId("simulated");
        var parts = new EngineParts(Clock.System, 1, "test", directory, gate, new HealthMeters(),
            new RateBudgets(settings.RateBudget), placement,
            new Dictionary<VenueId, IVenueConnector>
            {
                [venueId] = new Connector(venueId, through?.Invoke(venue.ApiAddress) ?? venue.ApiAddress, venue.StreamsAddress, settings.Accounts[0].Symbols),
            });
        var system = ActorSystem.Create("trading", setup);
        if (placement is ClusterPlacement)
        {
            var cluster = Akka.Cluster.Cluster.Get(system);
            await cluster.JoinAsync(cluster.SelfAddress);
        }

        var root = system.ActorOf(EngineActor.Props(parts, settings), "engine");
        var engine = await root.Ask<EngineReady>(new GetEngine(), TimeSpan.FromSeconds(10));
        return new EngineUnderTest(venue, ownsVenue, system, root, engine, gate);
    }

    private static Config Shipped(string file) => ConfigurationFactory.ParseString(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", file)));

    /// <summary>The acknowledgement, or a failure that says why the order was refused.</summary>
    public static OrderAcknowledged Acknowledged(object answer)
    {
        Assert.True(answer is OrderAcknowledged, (answer as OrderRefused)?.Refusal.ToString() ?? answer.ToString());
        return (OrderAcknowledged)answer;
    }

    public Task<T> AskAccountAsync<T>(object message) =>
        Engine.Accounts.Ask<T>(new ToAccount(Account, message), TimeSpan.FromSeconds(10));

    public async Task<AccountBlotter> BlotterAsync() =>
        (await Engine.Blotter.Ask<BlotterView>(new GetBlotter(), TimeSpan.FromSeconds(5))).Accounts
            .Single(a => a.Account == Account);

    /// <summary>Waits until what the blotter shows is as wanted; fails with what it showed last.</summary>
    public async Task<AccountBlotter> UntilAsync(Func<AccountBlotter, bool> wanted, string what)
    {
        AccountBlotter? last = null;
        for (var deadline = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            var view = await Engine.Blotter.Ask<BlotterView>(new GetBlotter(), TimeSpan.FromSeconds(5));
            last = view.Accounts.FirstOrDefault(a => a.Account == Account);
            if (last is not null && wanted(last))
                return last;
        }

        throw new TimeoutException($"{what} did not happen; last seen: {last}");
    }

    /// <summary>The newest quote, waited for.</summary>
    public async Task<Quote> QuoteAsync(Symbol symbol)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            var view = await Engine.MarketData.Values.Single().Ask<MarketDataView>(
                new GetMarketData(), TimeSpan.FromSeconds(5));
            foreach (var quote in view.Latest)
                if (quote.Symbol == symbol && quote.IsSound)
                    return quote;
        }

        throw new TimeoutException($"no quote of {symbol}");
    }

    public Task<EngineStopped> StopAsync() =>
        Root.Ask<EngineStopped>(new StopTrading(TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        var counts = await Venue.AskAsync((core, _) => core.Counts, CancellationToken.None);
        if (_ownsVenue)
            await Venue.DisposeAsync();
        Assert.True(counts.Provoked > 0 || counts.OfOwnMaking == 0, $"refused for too much: {counts}");
    }

    private sealed class Connector(VenueId venue, Uri api, Uri streams, IReadOnlyList<Symbol> symbols) : IVenueConnector
    {
        public VenueId Venue => venue;

        public Uri ApiAddress => api;

        public Uri StreamsAddress => streams;

        public IVenueTransportFactory Transports { get; } = new WebSocketTransportFactory();

        public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) => new BinanceSpotSession(
            new BinanceSpotSettings("simulated-key", VenueSecret.TryCreate("simulated-secret", out _)!, symbols), sink);

        public IMarketDataSession CreateMarketData(IMarketDataSink sink) =>
            new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), sink);
    }
}
