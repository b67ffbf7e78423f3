using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance.Rest;

namespace TradingActors.Node.Shadow;

/// <summary>A live venue's market with an exchange in the node that fills the orders.</summary>
public sealed class ShadowVenueAccess : VenueAccess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SimulatedVenueHost _exchange;
    private readonly DataDirectory _data;
    private readonly MarketFeed _feed;

    private ShadowVenueAccess(
        VenueSettings settings, SimulatedVenueHost exchange, DataDirectory data, MarketFeed feed)
        : base(settings)
    {
        _exchange = exchange;
        _data = data;
        _feed = feed;
    }

    public override bool HasLedger => true;

    public override Task Ended => _exchange.Completion;

    /// <summary>Learns the live venue's rules, then starts an exchange that has the same.</summary>
    /// <exception cref="VenueUnreachableException">The live venue does not answer.</exception>
    public static async Task<ShadowVenueAccess> OpenAsync(
        VenueSettings settings, IReadOnlyList<Symbol> symbols, ulong seed, DataDirectory data,
        ILoggerFactory loggers)
    {
        var feed = new MarketFeed([.. (await InstrumentsAsync(settings, symbols)).Select(Listing)]);
        var held = DataDirectory.Open(data.File($"shadow-{settings.Venue}"));
        try
        {
            var exchange = await SimulatedVenueHost.StartAsync(
                new SimulatedVenueSettings
                {
                    DataDirectory = held.Path,
                    Seed = seed,
                    MarketFeed = feed,
                    Accounts = ShadowConnector.Accounts(settings),
                    MakerFeeRate = settings.MakerFeeRate,
                    TakerFeeRate = settings.TakerFeeRate,
                    RateLimits = new RateLimitSettings { OrdersPerTenSeconds = settings.OrdersPerTenSeconds },
                },
                TimeProvider.System, CancellationToken.None, loggers);
            return new ShadowVenueAccess(settings, exchange, held, feed);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public override IVenueConnector Connector(IReadOnlyList<Symbol> symbols) =>
        new ShadowConnector(Settings, _exchange.ApiAddress, _feed, symbols);

    public override Task<LedgerReport?> JudgeAsync(string account) =>
        Task.FromResult<LedgerReport?>(_exchange.Judge(account));

    public override Task<IReadOnlySet<string>?> ListedAsync() => Task.FromResult<IReadOnlySet<string>?>(
        _feed.Symbols.Select(symbol => symbol.Symbol).ToHashSet(StringComparer.Ordinal));

    public override async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync();
        _data.Dispose();
    }

    private static async Task<IReadOnlyList<Instrument>> InstrumentsAsync(
        VenueSettings settings, IReadOnlyList<Symbol> symbols)
    {
        using var rest = new BinanceRestClient(settings.Endpoints!.Rest, Clock.System, Patience);
        var listed = await rest.GetListedAsync();
        if (listed.Value is not { } names)
            throw new VenueUnreachableException($"venue '{settings.Venue}': {listed.Reason}");
        Symbol[] known = [.. symbols.Where(symbol => names.Contains(symbol.Value))];
        if (known.Length == 0)
            throw new ConfigurationException($"venue '{settings.Venue}' lists none of the symbols "
                + string.Join(", ", symbols));
        var rules = await rest.GetInstrumentsAsync(known);
        return rules.Value ?? throw new VenueUnreachableException(
            $"venue '{settings.Venue}': {rules.Code} {rules.Reason}".TrimEnd());
    }

    private static ListedSymbol Listing(Instrument rules) =>
        new(rules.Symbol.Value, rules.Base.Value, rules.Quote.Value)
        {
            PriceMin = rules.PriceMin.Value,
            PriceMax = rules.PriceMax.Value,
            Tick = rules.Tick.Value,
            QuantityMin = rules.QuantityMin.Value,
            QuantityMax = rules.QuantityMax.Value,
            Lot = rules.Lot.Value,
            MarketQuantityMin = rules.MarketQuantityMin.Value,
            MarketQuantityMax = rules.MarketQuantityMax.Value,
            MarketLot = rules.MarketLot.Value,
            NotionalMin = rules.NotionalMin.Value,
            NotionalMax = rules.NotionalMax.Value,
            NotionalMinAppliesToMarket = rules.NotionalMinAppliesToMarket,
            NotionalMaxAppliesToMarket = rules.NotionalMaxAppliesToMarket,
            OpenOrdersMax = rules.OpenOrdersMax ?? int.MaxValue,
            AlgoOrdersMax = rules.ConditionalOrdersMax ?? int.MaxValue,
            Types = rules.Types,
        };
}
