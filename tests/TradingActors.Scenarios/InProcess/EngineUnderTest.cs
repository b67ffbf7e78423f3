using Akka.Actor;
using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Cluster;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Strategies;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.Signing;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Scenarios.InProcess;

/// <summary>
/// The whole engine with a simulated venue behind a real WebSocket on loopback, in one process: the shipped
/// configuration, journals in memory, no cluster.
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
        trading-actors.accounts.main.enabled-strategies = []
        """;

    private readonly string _directory;

    private EngineUnderTest(SimulatedVenueHost venue, ActorSystem system, EngineReady engine, GateSwitch gate, string directory)
    {
        Venue = venue;
        System = system;
        Engine = engine;
        Control = new EmergencyControl(gate, engine.Gate, Clock.System);
        _directory = directory;
    }

    public static AccountId Account { get; } = new("main");

    public SimulatedVenueHost Venue { get; }

    public ActorSystem System { get; }

    public EngineReady Engine { get; }

    public EmergencyControl Control { get; }

    public static async Task<EngineUnderTest> StartAsync(string overrides = "", SimulatedVenueSettings? venueSettings = null)
    {
        var venue = await SimulatedVenueHost.StartAsync(venueSettings ?? new SimulatedVenueSettings(), TimeProvider.System,
            CancellationToken.None);
        var config = ConfigurationFactory.ParseString(overrides)
            .WithFallback(ConfigurationFactory.ParseString(InMemory))
            .WithFallback(ConfigurationFactory.ParseString(
                await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "hocon", "trading.conf"))));
        var settings = EngineSettings.Read(config, new StrategyCatalog());
        var directory = Directory.CreateTempSubdirectory("trading-actors-").FullName;
        var gate = new GateSwitch(DateTimeOffset.UtcNow, "test");
        var venueId = new VenueId("simulated");
        var parts = new EngineParts(Clock.System, 1, "test", directory, gate, new HealthMeters(), new LocalPlacement(),
            new Dictionary<VenueId, IVenueConnector>
            {
                [venueId] = new Connector(venueId, venue.ApiAddress, venue.StreamsAddress, settings.Accounts[0].Symbols),
            });
        var system = ActorSystem.Create("trading", config);
        var root = system.ActorOf(EngineActor.Props(parts, settings), "engine");
        var engine = await root.Ask<EngineReady>(new GetEngine(), TimeSpan.FromSeconds(10));
        return new EngineUnderTest(venue, system, engine, gate, directory) { Root = root };
    }

    public IActorRef Root { get; private init; } = ActorRefs.Nobody;

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
        await Venue.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
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
