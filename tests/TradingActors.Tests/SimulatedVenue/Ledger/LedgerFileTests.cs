using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Ledger;

public sealed class LedgerFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("venue-ledger").FullName;

    private string FilePath => Path.Combine(_directory, LedgerFile.FileName);

    private string LedgerPath => LedgerFile.PathIn(_directory);

    private SimulatedVenueSettings Settings => new() { DataDirectory = _directory };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void a_restarted_venue_has_its_accounts_orders_trades_and_ids_back()
    {
        LedgerReport before;
        using (var venue = new VenueHarness(Settings))
        {
            var api = venue.Connect();
            venue.Ask(api, "order.place", Order("BUY", "MARKET", "0.5", null, "taken"));
            venue.Ask(api, "order.place", Order("BUY", "LIMIT", "0.1", "50000", "resting"));
            before = venue.Core.Judge("main");
        }

        var other = Settings with
        {
            Accounts = [new VenueAccountSettings { Balances =
                new Dictionary<string, decimal> { ["USDT"] = 1m } }],
        };
        using var restarted = new VenueHarness(other);
        AssertSame(before, restarted.Core.Judge("main"));
        var again = restarted.Connect();
        var open = restarted.Ask(again, "openOrders.status").GetProperty("result");
        Assert.Equal("resting", open[0].GetProperty("clientOrderId").GetString());
        Assert.Equal(200, restarted.Ask(
            again, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "resting"))
            .GetProperty("status").GetInt32());
        var placed = restarted.Ask(again, "order.place", Order("SELL", "MARKET", "0.1", null, "next"));
        Assert.Equal(3, placed.GetProperty("result").GetProperty("orderId").GetInt64());
        var trades = restarted.Ask(again, "myTrades", ("symbol", "BTCUSDT")).GetProperty("result");
        var ids = trades.EnumerateArray().Select(trade => trade.GetProperty("id").GetInt64()).ToList();
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public void a_restarted_venue_fills_what_its_market_crosses_by_then()
    {
        using (var venue = new VenueHarness(Settings))
            venue.Ask(venue.Connect(), "order.place", Order("BUY", "LIMIT", "0.1", "50000", "crossed"));
        var cheaper = GeneratedSymbolSettings.Default[0] with { StartPrice = 40_000m };
        using var restarted = new VenueHarness(Settings with { Symbols = [cheaper] });
        Assert.Equal(VenueOrderStatus.Filled, restarted.Core.Judge("main").Orders.Single().Status);
        Assert.All(restarted.Core.Judge("main").Fills, fill => Assert.True(fill.Price < 41_000m));
    }

    [Fact]
    public void orders_in_a_symbol_that_the_market_no_longer_has_can_be_cancelled()
    {
        using (var venue = new VenueHarness(Settings))
            venue.Ask(venue.Connect(), "order.place", Order("BUY", "LIMIT", "0.1", "50000", "left"));
        using var restarted = new VenueHarness(
            Settings with { Symbols = [GeneratedSymbolSettings.Default[1]] });
        var api = restarted.Connect();
        Assert.Equal(-2010, restarted.Ask(api, "order.place", Order("BUY", "LIMIT", "0.1", "50000", "new"))
            .GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(200, restarted.Ask(api, "openOrders.cancelAll", ("symbol", "BTCUSDT"))
            .GetProperty("status").GetInt32());
    }

    [Fact]
    public void waiting_stops_prevented_matches_amendments_and_market_states_outlive_the_venue()
    {
        LedgerReport before;
        using (var venue = new VenueHarness(Settings))
        {
            venue.Wait(TimeSpan.FromSeconds(2));
            var api = venue.Connect();
            venue.Ask(api, "order.place", [
                .. Order("SELL", "STOP_LOSS", "0.1", null, "stop"), ("stopPrice", "50000")]);
            venue.Ask(api, "order.place", Order("BUY", "LIMIT", "0.1", "50000", "resting"));
            venue.Ask(
                api, "order.amend.keepPriority", ("symbol", "BTCUSDT"), ("origClientOrderId", "resting"),
                ("newQty", "0.05"), ("newClientOrderId", "smaller"));
            venue.Core.SetSymbolStatus("ETHUSDT", TradingStatus.Halt, venue.Now);
            before = venue.Core.Judge("main");
        }

        using var restarted = new VenueHarness(Settings);
        AssertSame(before, restarted.Core.Judge("main"));
        var again = restarted.Connect();
        var stop = restarted.Ask(again, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "stop"))
            .GetProperty("result");
        Assert.False(stop.GetProperty("isWorking").GetBoolean());
        Assert.Equal("0.05000000", restarted.Ask(
            again, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "smaller"))
            .GetProperty("result").GetProperty("origQty").GetString());
        Assert.Equal(-2010, restarted.Ask(
            again, "order.place", ("symbol", "ETHUSDT"), ("side", "BUY"), ("type", "MARKET"), ("quantity", "0.1"))
            .GetProperty("error").GetProperty("code").GetInt32());
        Assert.Empty(restarted.Core.Audit());
        Assert.Equal(200, restarted.Ask(
            again, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "stop"))
            .GetProperty("status").GetInt32());
        Assert.Equal(0m, restarted.Core.Judge("main").Balances.Single(line => line.Asset == "BTC").Locked);
    }

    [Fact]
    public void a_stop_is_triggered_by_the_market_of_a_later_run()
    {
        using (var venue = new VenueHarness(Settings))
        {
            venue.Wait(TimeSpan.FromSeconds(2));
            venue.Ask(venue.Connect(), "order.place", [
                .. Order("SELL", "STOP_LOSS", "0.1", null, "stop"), ("stopPrice", "50000")]);
        }

        var cheaper = GeneratedSymbolSettings.Default[0] with { StartPrice = 40_000m };
        using var restarted = new VenueHarness(Settings with { Symbols = [cheaper] });
        restarted.Wait(TimeSpan.FromSeconds(5));
        var report = restarted.Core.Judge("main");
        Assert.Equal((VenueOrderStatus.Filled, 1), (report.Orders.Single().Status, report.Counts.Triggered));
        Assert.Empty(restarted.Core.Audit());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void a_torn_last_line_is_cut_off(int bytes)
    {
        using (var venue = new VenueHarness(Settings)) Assert.NotNull(venue.Core);
        var whole = File.ReadAllBytes(FilePath);
        Transfer(10m);
        var longer = File.ReadAllBytes(FilePath);
        var transferLine = Array.LastIndexOf(longer, (byte)'\n', longer.Length - 2) + 1;
        File.WriteAllBytes(FilePath, longer[..^bytes]);
        using var recovered = new VenueHarness(Settings);
        Assert.Equal(0, recovered.Core.Judge("main").Counts.Transfers);
        Assert.True(transferLine > whole.Length);
    }

    [Fact]
    public void a_commit_of_which_entries_are_missing_is_cut_off_as_a_whole()
    {
        using (var venue = new VenueHarness(Settings))
            venue.Ask(venue.Connect(), "order.place", Order("BUY", "MARKET", "0.5", null, "taken"));
        var lines = File.ReadAllLines(FilePath);
        Assert.Contains("\"following\":1", lines[^2], StringComparison.Ordinal);
        File.WriteAllText(FilePath, string.Join('\n', lines[..^1]) + "\n");
        using var recovered = new VenueHarness(Settings);
        var report = recovered.Core.Judge("main");
        Assert.Equal((0, 0, 0), (report.Counts.Accepted, report.Counts.Fills, report.Counts.Open));
    }

    [Fact]
    public void a_line_of_garbage_in_the_middle_refuses_to_start_and_is_named()
    {
        Transfer(10m);
        var lines = File.ReadAllLines(FilePath);
        lines[1] = "{\"kind\":\"nonsense\"}";
        File.WriteAllText(FilePath, string.Join('\n', lines) + "\n");
        var problem = Assert.Throws<LedgerCorruptException>(() => new VenueHarness(Settings));
        Assert.Contains(FilePath + " line 2", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_line_that_contradicts_the_others_refuses_to_start_and_is_named()
    {
        Transfer(10m);
        var lines = File.ReadAllLines(FilePath);
        lines[^1] = lines[^1].Replace("\"main\"", "\"ghost\"", StringComparison.Ordinal);
        File.WriteAllLines(FilePath, lines);
        var problem = Assert.Throws<LedgerCorruptException>(() => new VenueHarness(Settings));
        Assert.Contains($"line {lines.Length}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ghost", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_missing_line_refuses_to_start()
    {
        Transfer(10m);
        var lines = File.ReadAllLines(FilePath);
        File.WriteAllText(FilePath, string.Join('\n', lines.Where((_, index) => index != 1)) + "\n");
        Assert.Throws<LedgerCorruptException>(() => new VenueHarness(Settings));
    }

    [Fact]
    public void entries_come_back_from_the_file_as_they_were()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1234567);
        LedgerEntry[] entries =
        [
            new VenueStarted(1, at) { Sequence = 1 },
            new OrderAccepted(
                "a", "BTCUSDT", "BTC", "USDT", 7, "id", Side.Sell, OrderType.PostOnly, TimeInForce.Gtc, 0.00000001m,
                123456789.00000001m, 0m, true, at) { Sequence = 2 },
            new CancelRejected("a", "BTCUSDT", null, "x", -2011, "Unknown \"order\" 这是", at) { Sequence = 3 },
        ];
        using (var file = LedgerFile.Open(LedgerPath, true, NullLogger.Instance, out _)) file.Write(entries);
        using var reopened = LedgerFile.Open(LedgerPath, false, NullLogger.Instance, out var read);
        Assert.Equal(entries, read);
    }

    [Fact]
    public void a_second_venue_on_the_same_ledger_does_not_start()
    {
        using var first = new VenueHarness(Settings);
        Assert.Throws<IOException>(() => new VenueHarness(Settings));
    }

    private void Transfer(decimal amount)
    {
        using var venue = new VenueHarness(Settings);
        Assert.Null(venue.Core.Transfer("main", "USDT", amount, venue.Now));
    }

    private static void AssertSame(LedgerReport expected, LedgerReport actual)
    {
        Assert.Equal(expected.Balances, actual.Balances);
        Assert.Equal(expected.Positions, actual.Positions);
        Assert.Equal(expected.Orders, actual.Orders);
        Assert.Equal(expected.Fills, actual.Fills);
        Assert.Equal(expected.Counts, actual.Counts);
    }

    private static (string Name, string Value)[] Order(
        string side, string type, string quantity, string? price, string id)
    {
        List<(string, string)> parameters =
            [("symbol", "BTCUSDT"), (
                "side", side), ("type", type), ("quantity", quantity), ("newClientOrderId", id)];
        if (price is not null) parameters.AddRange([("price", price), ("timeInForce", "GTC")]);
        return [.. parameters];
    }
}
