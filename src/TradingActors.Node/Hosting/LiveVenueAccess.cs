using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.Configuration;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance.Rest;

namespace TradingActors.Node.Hosting;

/// <summary>An exchange, at the addresses of its environment.</summary>
public sealed class LiveVenueAccess(VenueSettings settings) : VenueAccess(settings)
{
    private static readonly TimeSpan ListingPatience = TimeSpan.FromSeconds(20);

    private readonly VenueEndpoints _endpoints = settings.Endpoints
        ?? throw new ArgumentException("a live venue has endpoints", nameof(settings));

    public override bool HasLedger => false;

    public override IVenueConnector Connector(IReadOnlyList<Symbol> symbols) =>
        new BinanceSpotConnector(Settings, Keys, _endpoints.Api, _endpoints.Streams, symbols);

    public override Task<LedgerReport?> JudgeAsync(string account) => Task.FromResult<LedgerReport?>(null);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override async Task<IReadOnlySet<string>?> ListedAsync()
    {
        using var rest = new BinanceRestClient(_endpoints.Rest, Clock.System, ListingPatience);
        return (await rest.GetListedAsync()).Value;
    }
}
