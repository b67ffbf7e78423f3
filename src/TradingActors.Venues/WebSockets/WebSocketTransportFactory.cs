using TradingActors.Domain;

namespace TradingActors.Venues.WebSockets;

/// <summary>Makes real WebSocket connections.</summary>
public sealed class WebSocketTransportFactory(WebSocketTransportSettings? settings = null)
    : IVenueTransportFactory
{
    private readonly WebSocketTransportSettings _settings = settings ?? new WebSocketTransportSettings();

    public IVenueTransport Create(Uri address) => new WebSocketTransport(address, _settings);
}
