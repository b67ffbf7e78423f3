using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.Configuration;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.Signing;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Node.Shadow;

/// <summary>
/// A shadow's way to its two venues: public data from the live one, orders to the exchange in the node. It
/// has no key of the live venue, only the one that the node's own exchange was given.
/// </summary>
public sealed class ShadowConnector(
    VenueSettings settings, Uri ownExchange, MarketFeed feed, IReadOnlyList<Symbol> symbols)
    : IVenueConnector
{
    private const string OwnSecret = "shadow";

    public VenueId Venue => settings.Venue;

    public Uri ApiAddress => ownExchange;

    public Uri RequestsAddress => settings.Endpoints!.Api;

    public Uri StreamsAddress => settings.Endpoints!.Streams;

    public IVenueTransportFactory Transports { get; } =
        new ShadowTransports(ownExchange, new WebSocketTransportFactory());

    /// <summary>The accounts of the node's own exchange.</summary>
    public static IReadOnlyList<VenueAccountSettings> Accounts(VenueSettings settings) =>
    [
        .. settings.Balances.Select(account => new VenueAccountSettings
        {
            Name = account.Key.Value,
            ApiKey = OwnKey(account.Key),
            Secret = OwnSecret,
            Balances = account.Value,
        }),
    ];

    public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) =>
        new BinanceSpotSession(
            settings.ForSession(
                new Secrets.VenueKey(OwnKey(account), VenueSecret.FromText(OwnSecret), OwnSecret), symbols),
            sink);

    public IMarketDataSession CreateMarketData(IMarketDataSink sink) => new MarketRelay(
        feed, sink, tap => new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), tap));

    private static string OwnKey(AccountId account) => $"shadow-{account}";
}
