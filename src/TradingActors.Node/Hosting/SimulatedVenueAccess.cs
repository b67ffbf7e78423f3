using System.Text.Json;
using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance.Rest;

namespace TradingActors.Node.Hosting;

/// <summary>The simulated venue, embedded in the node or of another process.</summary>
public sealed class SimulatedVenueAccess : VenueAccess
{
    private static readonly TimeSpan ListingPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LedgerPatience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions LedgerJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly SimulatedVenueHost? _embedded;
    private readonly DataDirectory? _data;
    private readonly VenueEndpoints _endpoints;

    private SimulatedVenueAccess(
        VenueSettings settings, SimulatedVenueHost? embedded, DataDirectory? data, VenueEndpoints endpoints)
        : base(settings)
    {
        _embedded = embedded;
        _data = data;
        _endpoints = endpoints;
    }

    public override bool HasLedger => true;

    public override Task RecordingEnded => _embedded?.RecordingEnded ?? base.RecordingEnded;

    public override Task Ended => _embedded?.Completion ?? base.Ended;

    /// <summary>
    /// Another process's venue where <c>--venue</c> names one, an embedded one under <c>DATA/venue</c>
    /// otherwise.
    /// </summary>
    public static async Task<SimulatedVenueAccess> OpenAsync(
        RunOptions options, VenueSettings settings, DataDirectory data, ILoggerFactory loggers)
    {
        if (options.Venue is { } address)
            return new SimulatedVenueAccess(settings, null, null, EndpointsAt(address));

        var held = DataDirectory.Open(data.File("venue"));
        try
        {
            var host = await SimulatedVenueHost.StartAsync(
                new SimulatedVenueSettings
                {
                    DataDirectory = held.Path,
                    Seed = options.Seed,
                    RecordingPath = options.Recording,
                    RecordingAwaitsReader = true,
                    Speed = options.Speed,
                    Accounts = settings.EmbeddedAccounts(),
                    MakerFeeRate = settings.MakerFeeRate,
                    TakerFeeRate = settings.TakerFeeRate,
                    RateLimits = new RateLimitSettings { OrdersPerTenSeconds = settings.OrdersPerTenSeconds },
                },
                TimeProvider.System, CancellationToken.None, loggers);
            return new SimulatedVenueAccess(
                settings, host, held,
                new VenueEndpoints(host.HttpAddress, host.ApiAddress, host.StreamsAddress));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Where a simulated venue answers, from any address of it.</summary>
    public static VenueEndpoints EndpointsAt(Uri address)
    {
        var isSecure = address.Scheme is "https" or "wss";
        return new VenueEndpoints(
            WithScheme(address, isSecure ? "https" : "http", "/"),
            WithScheme(address, isSecure ? "wss" : "ws", "/ws-api/v3"),
            WithScheme(address, isSecure ? "wss" : "ws", "/stream"));
    }

    public override IVenueConnector Connector(IReadOnlyList<Symbol> symbols) =>
        new BinanceSpotConnector(Settings, Keys, _endpoints.Api, _endpoints.Streams, symbols);

    public override async Task<LedgerReport?> JudgeAsync(string account)
    {
        if (_embedded is not null)
            return _embedded.Judge(account);

        using var client = new HttpClient { BaseAddress = _endpoints.Rest, Timeout = LedgerPatience };
        return await client.GetFromJsonAsync<LedgerReport>(
            $"/admin/ledger/{account}", LedgerJson)
            ?? throw new InvalidDataException($"{_endpoints.Rest} answered no ledger");
    }

    public override async Task<IReadOnlySet<string>?> ListedAsync()
    {
        using var rest = new BinanceRestClient(_endpoints.Rest, Clock.System, ListingPatience);
        return (await rest.GetListedAsync()).Value;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        _data?.Dispose();
    }

    private static Uri WithScheme(Uri address, string scheme, string path) =>
        new UriBuilder(address) { Scheme = scheme, Path = path }.Uri;
}
