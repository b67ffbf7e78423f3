using System.Text.Json;
using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Hosting;

/// <summary>
/// The simulated venue as the node sees it, embedded or of another process: where to connect, when its
/// recording ends, and its ledger.
/// </summary>
public sealed class VenueAccess : IAsyncDisposable
{
    private static readonly TimeSpan ListingPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LedgerPatience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions LedgerJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly SimulatedVenueHost? _embedded;
    private readonly DataDirectory? _data;
    private readonly Uri _http;

    private VenueAccess(SimulatedVenueHost? embedded, DataDirectory? data, Uri http)
    {
        _embedded = embedded;
        _data = data;
        _http = http;
        Api = embedded?.ApiAddress ?? Socket(http, "/ws-api/v3");
        Streams = embedded?.StreamsAddress ?? Socket(http, "/stream");
    }

    public Uri Api { get; }

    public Uri Streams { get; }

    /// <summary>Ends with the recording; never, where the market is generated or another process's.</summary>
    public Task RecordingEnded => _embedded?.RecordingEnded ?? Never;

    /// <summary>Ends when the embedded venue does, faulted when it could not go on.</summary>
    public Task Ended => _embedded?.Completion ?? Never;

    private static Task Never { get; } = new TaskCompletionSource().Task;

    /// <summary>
    /// Another process's venue where <c>--venue</c> names one, an embedded one under <c>DATA/venue</c>
    /// otherwise.
    /// </summary>
    public static async Task<VenueAccess> OpenAsync(
        RunOptions options, VenueSettings settings, DataDirectory data, ILoggerFactory loggers) =>
        options.Venue is { } address
            ? new VenueAccess(null, null, WithScheme(address, Plain(address.Scheme), "/"))
            : await EmbedAsync(
                settings, data.File("venue"), 0, options.Seed, options.Recording, options.Speed, loggers);

    /// <summary>Starts a venue with its ledger under <paramref name="directory"/>, which it holds.</summary>
    public static async Task<VenueAccess> EmbedAsync(
        VenueSettings settings, string directory, int port, ulong seed,
        string? recording, double speed, ILoggerFactory loggers)
    {
        var data = DataDirectory.Open(directory);
        try
        {
            var host = await SimulatedVenueHost.StartAsync(
                new SimulatedVenueSettings
                {
                    Port = port,
                    DataDirectory = data.Path,
                    Seed = seed,
                    RecordingPath = recording,
                    RecordingAwaitsReader = true,
                    Speed = speed,
                    Accounts = settings.EmbeddedAccounts(),
                    MakerFeeRate = settings.MakerFeeRate,
                    TakerFeeRate = settings.TakerFeeRate,
                    RateLimits = new RateLimitSettings { OrdersPerTenSeconds = settings.OrdersPerTenSeconds },
                },
                TimeProvider.System, CancellationToken.None, loggers);
            return new VenueAccess(host, data, host.HttpAddress);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public Uri Http => _http;

    public IVenueConnector Connector(VenueSettings settings, IReadOnlyList<Symbol> symbols) =>
        new SimulatedVenueConnector(settings, Api, Streams, symbols);

    /// <summary>What the venue's ledger says about the account; throws when it cannot be had.</summary>
    public async Task<LedgerReport> JudgeAsync(string account)
    {
        if (_embedded is not null)
            return _embedded.Judge(account);

        using var client = new HttpClient { BaseAddress = _http, Timeout = LedgerPatience };
        return await client.GetFromJsonAsync<LedgerReport>(
            $"/admin/ledger/{account}", LedgerJson)
            ?? throw new InvalidDataException($"{_http} answered no ledger");
    }

    /// <summary>The symbols that the venue lists now; null when it does not answer.</summary>
    public async Task<IReadOnlySet<string>?> ListedAsync()
    {
        using var client = new HttpClient { BaseAddress = _http, Timeout = ListingPatience };
        try
        {
            var info = await client.GetFromJsonAsync<JsonElement>("/api/v3/exchangeInfo");
            return info.GetProperty("symbols").EnumerateArray()
                .Select(symbol => symbol.GetProperty("symbol").GetString()!)
                .ToHashSet();
        }
        catch (Exception e) when (
            e is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        _data?.Dispose();
    }

    private static Uri Socket(Uri http, string path) =>
        WithScheme(http, http.Scheme == "https" ? "wss" : "ws", path);

    private static Uri WithScheme(Uri address, string scheme, string path) =>
        new UriBuilder(address) { Scheme = scheme, Path = path }.Uri;

    private static string Plain(string scheme) => scheme is "https" or "wss" ? "https" : "http";
}
