using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// What the engine needs of one venue: sessions without I/O, the transport that carries them, and where to.
/// </summary>
public interface IVenueConnector
{
    VenueId Venue { get; }

    /// <summary>The socket of orders and account events.</summary>
    Uri ApiAddress { get; }

    /// <summary>The socket of the public requests; usually that of the orders.</summary>
    Uri RequestsAddress => ApiAddress;

    /// <summary>The socket of the public streams.</summary>
    Uri StreamsAddress { get; }

    IVenueTransportFactory Transports { get; }

    /// <summary>
    /// A new session for one connection of the account; sessions are not reused after their end.
    /// </summary>
    IVenueSession CreateSession(AccountId account, IVenueSessionSink sink);

    IMarketDataSession CreateMarketData(IMarketDataSink sink);
}
