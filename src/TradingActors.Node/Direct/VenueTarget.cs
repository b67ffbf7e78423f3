using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using TradingActors.Node.Secrets;
using TradingActors.Venues.Binance;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Node.Direct;

/// <summary>
/// An account at a venue that can be reached without a node: where, and by which key. Read from the venues'
/// part of the configuration and two keys of the account's, so that nothing else has to be in order.
/// </summary>
public sealed record VenueTarget(
    VenueSettings Venue, AccountId Account, VenueEndpoints Endpoints, IReadOnlyList<Symbol> Symbols)
{
    /// <summary>
    /// The accounts at venues that can be reached; <paramref name="address"/> is where the simulated venue
    /// answers, which an embedded one does to its node alone.
    /// </summary>
    public static IReadOnlyList<VenueTarget> All(Config config, NodeSettings settings, Uri? address) =>
    [
        .. settings.Venues.SelectMany(venue => venue.Keys.Keys
            .Where(account => IsAt(config, account, venue))
            .Where(_ => venue.Kind != VenueKind.Simulated || address is not null)
            .Select(account => new VenueTarget(
                venue, account, venue.Endpoints ?? SimulatedVenueAccess.EndpointsAt(address!),
                SymbolsOf(config, account)))),
    ];

    /// <summary>
    /// As <see cref="All"/>, and the shadows: there is nothing of theirs at the venue but its market.
    /// </summary>
    public static IReadOnlyList<VenueTarget> Watched(Config config, NodeSettings settings, Uri? address) =>
    [
        .. All(config, settings, address),
        .. settings.Venues.Where(venue => venue.Kind == VenueKind.BinanceSpotShadow)
            .SelectMany(venue => venue.Balances.Keys
                .Where(account => IsAt(config, account, venue))
                .Select(account =>
                    new VenueTarget(venue, account, venue.Endpoints!, SymbolsOf(config, account)))),
    ];

    /// <summary>A session by this key.</summary>
    public DirectSession Connect(VenueKey key, IReadOnlyList<Symbol> symbols) => new(
        sink => new BinanceSpotSession(Venue.ForSession(key, symbols), sink),
        new WebSocketTransportFactory().Create(Endpoints.Api),
        Clock.System);

    private static bool IsAt(Config config, AccountId account, VenueSettings venue) =>
        config.GetString($"{EngineSettings.Section}.accounts.{account}.venue", null) is not { } named
        || named == venue.Venue.Value;

    private static Symbol[] SymbolsOf(Config config, AccountId account)
    {
        var path = $"{EngineSettings.Section}.accounts.{account}.symbols";
        return config.HasPath(path)
            ? [.. config.GetStringList(path).Select(symbol => new Symbol(symbol)).Distinct()]
            : [];
    }
}
