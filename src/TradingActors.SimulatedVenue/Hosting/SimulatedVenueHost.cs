using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TradingActors.SimulatedVenue;

/// <summary>The simulated venue behind real sockets.</summary>
public sealed class SimulatedVenueHost : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly VenueLoop _loop;

    private SimulatedVenueHost(WebApplication app, VenueLoop loop, Uri http)
    {
        _app = app;
        _loop = loop;
        HttpAddress = http;
        ApiAddress = new UriBuilder(http) { Scheme = "ws", Path = "/ws-api/v3" }.Uri;
        StreamsAddress = new UriBuilder(http) { Scheme = "ws", Path = "/stream" }.Uri;
    }

    /// <summary>The WebSocket API.</summary>
    public Uri ApiAddress { get; }

    /// <summary>The combined public streams.</summary>
    public Uri StreamsAddress { get; }

    public Uri HttpAddress { get; }

    /// <summary>
    /// Ends when a recording has been played to its end; faulted with a <see cref="RecordingException"/> at a
    /// line that cannot be read; cancelled when the venue ends first.
    /// </summary>
    public Task RecordingEnded => _loop.RecordingEnded;

    public bool IsRecordingEnded => _loop.Core.IsRecordingEnded;

    /// <summary>
    /// Ends when the venue does; faulted when it could not go on, for instance because its ledger cannot be
    /// written.
    /// </summary>
    public Task Completion => _loop.Completion;

    public MarketCounters Counters => _loop.Core.Counters;

    /// <summary>
    /// Starts a venue. Throws <see cref="LedgerCorruptException"/> or <see cref="RecordingException"/> when
    /// what it is given cannot be trusted, <see cref="IOException"/> when the address is taken.
    /// </summary>
    public static async Task<SimulatedVenueHost> StartAsync(
        SimulatedVenueSettings settings,
        TimeProvider time,
        CancellationToken cancel,
        ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        loggers ??= NullLoggerFactory.Instance;
        var log = loggers.CreateLogger<SimulatedVenueHost>();
        var loop = new VenueLoop(settings, time, log);
        WebApplication? app = null;
        try
        {
            app = Build(settings, loggers);
            app.Run(new VenueEndpoints(loop, settings, log).HandleAsync);
            await app.StartAsync(cancel).ConfigureAwait(false);
            return new SimulatedVenueHost(app, loop, BoundAddress(app));
        }
        catch
        {
            await loop.DisposeAsync().ConfigureAwait(false);
            if (app is not null) await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What the venue's ledger says about an account.</summary>
    public LedgerReport Judge(string account) => _loop.Core.Judge(account);

    /// <summary>The account's ledger entries, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> EntriesOf(string account) => _loop.Core.EntriesOf(account);

    /// <summary>
    /// Runs something on the venue's loop, with its core to itself: transfers, faults, orders past the API.
    /// </summary>
    public Task<T> AskAsync<T>(Func<VenueCore, Domain.Instant, T> work, CancellationToken cancel) =>
        _loop.AskAsync(work, cancel);

    /// <summary>Tells the clients that the venue goes, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _loop.AskAsync(static (core, now) => core.AnnounceShutdown(now), patience.Token)
                .ConfigureAwait(false);
        }
        catch (Exception problem) when (
            problem is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            // The loop has ended already: there is nobody left to tell.
        }

        await _loop.DisposeAsync().ConfigureAwait(false);
        await _app.StopAsync(patience.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(SimulatedVenueSettings settings, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            var address = IPAddress.Parse(settings.Address);
            // By name, loopback is IPv6 as well to many clients; a free port cannot be had of both.
            if (IPAddress.IsLoopback(address) && settings.Port != 0)
                kestrel.ListenLocalhost(settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
            else
                kestrel.Listen(address, settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
        });
        return builder.Build();
    }

    private static Uri BoundAddress(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        foreach (var address in addresses?.Addresses ?? [])
            return new Uri(address.Replace("//localhost", "//127.0.0.1", StringComparison.Ordinal));
        throw new IOException("The venue is bound to no address.");
    }
}
