using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.Configuration;
using TradingActors.Node.Secrets;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Sessions of Binance Spot, or of the simulated venue, which speaks the same, over real WebSockets.
/// </summary>
public sealed class BinanceSpotConnector(
    VenueSettings settings, KeyRing keys, Uri api, Uri streams, IReadOnlyList<Symbol> symbols)
    : IVenueConnector
{
    public VenueId Venue => settings.Venue;

    public Uri ApiAddress => api;

    public Uri StreamsAddress => streams;

    public IVenueTransportFactory Transports { get; } = new WebSocketTransportFactory();

    public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) =>
        new BinanceSpotSession(settings.ForSession(keys[account], symbols), sink);

    public IMarketDataSession CreateMarketData(IMarketDataSink sink) =>
        new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), sink);
}
