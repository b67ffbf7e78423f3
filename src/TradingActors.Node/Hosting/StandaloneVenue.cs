using Microsoft.AspNetCore.Connections;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Hosting;

/// <summary>The simulated venue as a process of its own, for any client.</summary>
public sealed class StandaloneVenue : IAsyncDisposable
{
    private const string DefaultDirectory = "./data";

    private readonly SimulatedVenueHost _host;
    private readonly DataDirectory? _data;

    private StandaloneVenue(SimulatedVenueHost host, DataDirectory? data, IReadOnlyList<string> notices)
    {
        _host = host;
        _data = data;
        Notices = notices;
        Addresses = new VenueAddresses(
            host.HttpAddress, new Uri(host.HttpAddress, "/api/v3"), host.ApiAddress, host.StreamsAddress,
            new UriBuilder(host.StreamsAddress) { Path = "/ws" }.Uri);
    }

    /// <summary>Where the venue answers.</summary>
    public VenueAddresses Addresses { get; }

    /// <summary>What its user should know before trading on it.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Ends when the venue does, faulted when it could not go on.</summary>
    public Task Ended => _host.Completion;

    /// <summary>Ends with the recording; faulted at a line that cannot be read.</summary>
    public Task RecordingEnded => _host.RecordingEnded;

    /// <summary>
    /// Starts it. <paramref name="settings"/> are the configuration's, which the options win over.
    /// </summary>
    /// <exception cref="ConfigurationException">An option cannot be followed; it is named.</exception>
    public static async Task<StandaloneVenue> StartAsync(
        VenueOptions options, VenueSettings settings, ILoggerFactory loggers)
    {
        if (options.Recording is { } recording && !File.Exists(recording))
            throw new ConfigurationException($"--recording {recording}: there is no such file");
        var accounts = Accounts(options, settings);
        var data = OpenData(options);
        try
        {
            var host = await HostAsync(options, settings, accounts, data, loggers);
            return new StandaloneVenue(host, data, Compare(options, host));
        }
        catch
        {
            data?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data?.Dispose();
    }

    private static async Task<SimulatedVenueHost> HostAsync(
        VenueOptions options, VenueSettings settings, IReadOnlyList<VenueAccountSettings> accounts,
        DataDirectory? data, ILoggerFactory loggers)
    {
        try
        {
            return await SimulatedVenueHost.StartAsync(
                new SimulatedVenueSettings
                {
                    Port = options.Port,
                    DataDirectory = data?.Path,
                    LedgerPath = options.LedgerFile,
                    Seed = options.Seed,
                    Faults = options.Faults,
                    RecordingPath = options.Recording,
                    RecordingAwaitsReader = true,
                    Speed = options.Speed,
                    Accounts = accounts,
                    Symbols = options.Symbols ?? GeneratedSymbolSettings.Default,
                    MakerFeeRate = settings.MakerFeeRate,
                    TakerFeeRate = settings.TakerFeeRate,
                    RateLimits = new RateLimitSettings { OrdersPerTenSeconds = settings.OrdersPerTenSeconds },
                },
                TimeProvider.System, CancellationToken.None, loggers);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ConfigurationException($"--port {options.Port}: another process listens on it", e);
        }
        catch (Exception e) when (options.LedgerFile is { } file
            && e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--ledger {file}: {e.Message}", e);
        }
    }

    private static IReadOnlyList<VenueAccountSettings> Accounts(VenueOptions options, VenueSettings settings)
    {
        if (options.Key is not { } key) return settings.EmbeddedAccounts();
        var account = new VenueAccountSettings
        {
            ApiKey = key,
            Secret = options.Secret,
            Ed25519PublicKey = options.PublicKeyFile is { } file ? ReadPublicKey(file) : null,
        };
        return [options.Balances is { } balances ? account with { Balances = balances } : account];
    }

    private static string ReadPublicKey(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            return VenueAccountSettings.KeyProblem(text) is { } problem
                ? throw new ConfigurationException($"--public-key {file}: {problem}")
                : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--public-key {file}: {e.Message}", e);
        }
    }

    /// <summary>A venue made up on the command line keeps nothing unless it is told where.</summary>
    private static DataDirectory? OpenData(VenueOptions options)
    {
        if (options.LedgerFile is not null) return null;
        if (options.DataDirectory is null && options.Key is not null) return null;
        return DataDirectory.Open(Path.Combine(options.DataDirectory ?? DefaultDirectory, "venue"));
    }

    private static List<string> Compare(VenueOptions options, SimulatedVenueHost host)
    {
        var notices = new List<string>();
        if (options.Balances is not { } wanted) return notices;
        var opened = host.Judge(VenueAccountSettings.Default.Name).Balances
            .Where(line => line.Opening != 0m)
            .ToDictionary(line => line.Asset, line => line.Opening);
        if (opened.Count != wanted.Count(pair => pair.Value != 0m)
            || wanted.Any(pair => opened.GetValueOrDefault(pair.Key) != pair.Value))
            notices.Add(
                "--balance is not applied: the ledger has the account already and carries on from it");
        return notices;
    }
}
