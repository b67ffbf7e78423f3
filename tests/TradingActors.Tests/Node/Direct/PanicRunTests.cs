using TradingActors.Domain;
using TradingActors.Node.Direct;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;
using TradingActors.Venues.WebSockets;
using Xunit;

namespace TradingActors.Tests.Node.Direct;

/// <summary>Against the simulated venue over real sockets, as it is used.</summary>
public sealed class PanicRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private SimulatedVenueHost _venue = null!;

    public async Task InitializeAsync() => _venue = await SimulatedVenueHost.StartAsync(
        new SimulatedVenueSettings(), TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task cancels_every_order_of_every_symbol_and_lists_them()
    {
        Place("far-1", "BTCUSDT", 20_000m, 0.01m);
        Place("far-2", "BTCUSDT", 20_001m, 0.02m);
        Place("web_elsewhere", "ETHUSDT", 1_000m, 0.1m);

        var report = await Panic("simulated-secret");

        Assert.True(report.IsComplete, string.Join("; ", report.Problems));
        Assert.Empty(report.Remaining);
        Assert.Equal(
            [("far-1", "cancelled"), ("far-2", "cancelled"), ("web_elsewhere", "cancelled")],
            report.Ended.Select(o => (o.ClientOrderId, o.Outcome)).Order());
        Assert.All(_venue.Judge("main").Orders, order => Assert.Equal("canceled", Word(order)));
    }

    [Fact]
    public async Task says_so_when_nothing_is_open()
    {
        var report = await Panic("simulated-secret");

        Assert.True(report.IsComplete);
        Assert.Empty(report.Ended);
    }

    [Fact]
    public async Task a_key_that_is_refused_completes_nothing_and_does_not_wait_for_the_deadline()
    {
        Place("far-1", "BTCUSDT", 20_000m, 0.01m);
        const string canary = "canary-5b1e77";

        var report = await Panic(canary);

        Assert.False(report.IsComplete);
        Assert.Equal(0, report.Rounds);
        Assert.NotEmpty(report.Problems);
        Assert.DoesNotContain(report.Problems, p => p.Contains(canary, StringComparison.Ordinal));
    }

    private Task<PanicReport> Panic(string secret) => new PanicRun(
        () => new DirectSession(
            sink => new BinanceSpotSession(
                new BinanceSpotSettings(
                    "simulated-key", VenueSecret.FromText(secret), [new Symbol("BTCUSDT")]), sink),
            new WebSocketTransportFactory().Create(_venue.ApiAddress),
            Clock.System),
        Clock.System, Patience).RunAsync("simulated", "simulated", "main");

    private void Place(string id, string symbol, decimal price, decimal quantity)
    {
        using var http = new HttpClient { BaseAddress = _venue.HttpAddress };
        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var query = FormattableString.Invariant(
            $"symbol={symbol}&side=BUY&type=LIMIT&timeInForce=GTC&price={price}&quantity={quantity}")
            + FormattableString.Invariant($"&newClientOrderId={id}&timestamp={stamp}");
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
            "simulated-secret"u8, System.Text.Encoding.ASCII.GetBytes(query)));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/api/v3/order?{query}&signature={signature}");
        request.Headers.Add("X-MBX-APIKEY", "simulated-key");
        using var answer = http.Send(request);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private static string Word(LedgerReport.OrderLine order) =>
        order.Status.ToString().ToLowerInvariant();
}
