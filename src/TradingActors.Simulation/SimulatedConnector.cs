using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.Signing;

namespace TradingActors.Simulation;

/// <summary>The real sessions of the venue's protocol over the simulated network.</summary>
internal sealed class SimulatedConnector(IVenueTransportFactory transports, IReadOnlyList<Symbol> symbols)
    : IVenueConnector
{
    public static readonly VenueId Id = new("simulated");

    public VenueId Venue => Id;

    public Uri ApiAddress { get; } = new("ws://venue/ws-api/v3");

    public Uri StreamsAddress { get; } = new("ws://venue/stream");

    public IVenueTransportFactory Transports => transports;

    public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink)
    {
        var secret = VenueSecret.TryCreate("simulated-secret", out var problem)
            ?? throw new InvalidOperationException(problem);
        return new BinanceSpotSession(new BinanceSpotSettings("simulated-key", secret, symbols), sink);
    }

    public IMarketDataSession CreateMarketData(IMarketDataSink sink) =>
        new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), sink);
}
