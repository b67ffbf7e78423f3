using System.Globalization;
using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Market;

public sealed class GeneratedMarketTests
{
    private const string AllOfBtc =
        "?streams=btcusdt@bookTicker/btcusdt@trade/btcusdt@aggTrade/btcusdt@depth@100ms/btcusdt@depth";

    private static readonly SimulatedVenueSettings Unlimited =
        new() { RateLimits = new RateLimitSettings { WeightPerMinute = 1_000_000 } };

    [Fact]
    public void the_same_seed_gives_the_same_bytes_however_the_clock_is_cut()
    {
        var fine = Play(7, 10, 3_000);
        Assert.Equal(fine, Play(7, 250, 3_000));
        Assert.NotEqual(fine, Play(8, 10, 3_000));
        Assert.True(fine.Count > 200, $"only {fine.Count} messages in three seconds");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void every_stream_tells_the_same_story(ulong seed)
    {
        using var venue = new VenueHarness(Unlimited with { Seed = seed });
        var streams = venue.Connect("/stream", AllOfBtc);
        var book = new BookReader(venue);
        for (var step = 0; step < 3_000; step++)
        {
            venue.Wait(TimeSpan.FromMilliseconds(10));
            foreach (var message in venue.TakeTexts(streams)) book.Read(message);
        }

        Assert.True(book.DepthUpdates > 250);
        Assert.True(book.Trades > 50);
        Assert.True(book.Quotes > 300);
        Assert.True(book.ChecksAgainstSnapshots > 250);
        Assert.True(book.Prices.Count > 20, "the price hardly moves");
        Assert.True(book.Spreads.Count > 3, "the spread hardly moves");
    }

    [Fact]
    public void trades_come_in_clusters()
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings { Seed = 5 });
        var streams = venue.Connect("/ws/btcusdt@trade");
        venue.Wait(TimeSpan.FromSeconds(300));
        var perSecond = new int[300];
        foreach (var trade in venue.TakeTexts(streams))
            perSecond[Math.Min(299, (
                trade.GetProperty("T").GetInt64() - VenueHarness.Epoch.ToUnixTimeMilliseconds()) / 1000)]++;
        var mean = perSecond.Average();
        var variance = perSecond.Average(count => (count - mean) * (count - mean));
        Assert.InRange(mean, 3, 40);
        // Independent trades would have a variance equal to their mean.
        Assert.True(variance > 1.5 * mean, $"mean {mean}, variance {variance}");
    }

    [Fact]
    public void own_orders_stand_in_the_book_and_trade_in_it()
    {
        using var venue = new VenueHarness(Unlimited);
        var api = venue.Connect();
        var streams = venue.Connect("/stream", AllOfBtc);
        var book = new BookReader(venue);
        var random = new Random(3);
        for (var step = 0; step < 1_500; step++)
        {
            venue.Wait(TimeSpan.FromMilliseconds(10));
            foreach (var message in venue.TakeTexts(streams)) book.Read(message);
            if (step % 10 != 0 || book.Quotes == 0) continue;
            var side = random.Next(2) == 0 ? "BUY" : "SELL";
            var reference = side == "BUY" ? book.Bid : book.Ask;
            var price = reference + random.Next(-300, 300) * 0.01m;
            venue.Send(api, SignedRequest.Create(
                step, "order.place", venue.NowMs, ("symbol", "BTCUSDT"), ("side", side), ("type", "LIMIT"),
                ("timeInForce", "GTC"), ("price", price.ToString(CultureInfo.InvariantCulture)),
                ("quantity", "0.02")));
            if (step % 500 == 0)
                venue.Send(api, SignedRequest.Create(
                    step, "order.place", venue.NowMs, (
                        "symbol", "BTCUSDT"), ("side", side), ("type", "MARKET"),
                    ("quantity", "0.1")));
        }

        var report = venue.Core.Judge("main");
        Assert.True(report.Fills.Any(fill => fill.IsMaker), "no resting order filled");
        Assert.True(report.Fills.Any(fill => !fill.IsMaker), "no order took");
        Assert.True(
            report.Fills.All(fill => book.TradeIds.Contains(fill.TradeId) || fill.At == venue.Now.Wall));
        Assert.All(report.Balances, line => Assert.True(line.Free >= 0m && line.Locked >= 0m));
    }

    [Fact]
    public void an_order_larger_than_the_whole_book_leaves_a_market_that_refills()
    {
        var rich = new VenueAccountSettings
        {
            Balances = new Dictionary<string, decimal> { ["USDT"] = 1_000_000_000m, ["BTC"] = 1_000m },
        };
        using var venue = new VenueHarness(new SimulatedVenueSettings { Accounts = [rich] });
        var api = venue.Connect();
        var answer = venue.Ask(
            api, "order.place", (
                "symbol", "BTCUSDT"), ("side", "SELL"), ("type", "MARKET"), ("quantity", "120"));
        Assert.Equal("EXPIRED", answer.GetProperty("result").GetProperty("status").GetString());
        venue.Wait(TimeSpan.FromMilliseconds(200));
        var depth = venue.AskUnsigned(api, "depth", ("symbol", "BTCUSDT")).GetProperty("result");
        Assert.True(depth.GetProperty("bids").GetArrayLength() >= 20);
    }

    private static List<string> Play(ulong seed, int cutMs, int totalMs)
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings { Seed = seed });
        var streams = venue.Connect("/stream", AllOfBtc + "/ethusdt@trade/ethusdt@bookTicker");
        for (var ms = 0; ms < totalMs; ms += cutMs)
        {
            venue.Jump(TimeSpan.FromMilliseconds(cutMs));
            venue.Core.Tick(venue.Now);
        }

        return [.. venue.Take().Where(sent => sent.Connection == streams).Select(sent => sent.Text)];
    }

    /// <summary>A client's book of one symbol, kept by the documented steps and held against all else that it hears.</summary>
    private sealed class BookReader(VenueHarness venue)
    {
        private readonly long _api = venue.Connect();
        private readonly SortedDictionary<decimal, decimal> _bids = [];
        private readonly SortedDictionary<decimal, decimal> _asks = [];
        private long _lastId;
        private long _lastQuoteId;
        private long _lastTradeId;
        private decimal _aggregated;
        private decimal _traded;

        public int DepthUpdates { get; private set; }

        public int Trades { get; private set; }

        public int Quotes { get; private set; }

        public int ChecksAgainstSnapshots { get; private set; }

        public decimal Bid { get; private set; }

        public decimal Ask { get; private set; }

        public HashSet<decimal> Prices { get; } = [];

        public HashSet<decimal> Spreads { get; } = [];

        public HashSet<long> TradeIds { get; } = [];

        public void Read(JsonElement message)
        {
            var data = message.GetProperty("data");
            switch (message.GetProperty("stream").GetString())
            {
                case "btcusdt@bookTicker": ReadQuote(data); break;
                case "btcusdt@trade": ReadTrade(data); break;
                case "btcusdt@aggTrade": _aggregated += Amount(data, "q"); break;
                case "btcusdt@depth@100ms": ReadDepth(data); break;
            }
        }

        private void ReadQuote(JsonElement data)
        {
            Quotes++;
            Assert.True(data.GetProperty("u").GetInt64() > _lastQuoteId);
            _lastQuoteId = data.GetProperty("u").GetInt64();
            Bid = Amount(data, "b");
            Ask = Amount(data, "a");
            Assert.True(Bid < Ask, $"crossed: {data}");
            Assert.True(Amount(data, "B") > 0m && Amount(data, "A") > 0m);
            Prices.Add(Bid);
            Spreads.Add(Ask - Bid);
            // The quotes of a step come behind its trades, of which each belongs to an aggregate by then.
            Assert.Equal(_traded, _aggregated);
        }

        private void ReadTrade(JsonElement data)
        {
            Trades++;
            var id = data.GetProperty("t").GetInt64();
            Assert.True(_lastTradeId == 0 || id == _lastTradeId + 1);
            _lastTradeId = id;
            TradeIds.Add(id);
            _traded += Amount(data, "q");
            Assert.Equal(0m, Amount(data, "p") % 0.01m);
            Assert.Equal(0m, Amount(data, "q") % 0.00001m);
        }

        private void ReadDepth(JsonElement data)
        {
            DepthUpdates++;
            if (_lastId > 0) Assert.Equal(_lastId + 1, data.GetProperty("U").GetInt64());
            _lastId = data.GetProperty("u").GetInt64();
            Apply(_bids, data.GetProperty("b"));
            Apply(_asks, data.GetProperty("a"));
            CheckAgainstSnapshot();
        }

        /// <summary>A book built from updates alone, where it holds a level, agrees with what the venue shows.</summary>
        private void CheckAgainstSnapshot()
        {
            var depth = venue.AskUnsigned(
                _api, "depth", ("symbol", "BTCUSDT"), ("limit", "1000")).GetProperty("result");
            if (depth.GetProperty("lastUpdateId").GetInt64() != _lastId) return;
            ChecksAgainstSnapshots++;
            var bids = Levels(depth.GetProperty("bids"));
            var asks = Levels(depth.GetProperty("asks"));
            Assert.True(bids.Count >= 20 && asks.Count >= 20);
            Assert.True(bids.Keys.Max() < asks.Keys.Min());
            Assert.Equal(Bid, bids.Keys.Max());
            Assert.Equal(Ask, asks.Keys.Min());
            foreach (var (price, size) in _bids) Assert.Equal(size, bids.GetValueOrDefault(price));
            foreach (var (price, size) in _asks) Assert.Equal(size, asks.GetValueOrDefault(price));
        }

        private static void Apply(SortedDictionary<decimal, decimal> side, JsonElement levels)
        {
            foreach (var (price, size) in Levels(levels)) side[price] = size;
        }

        private static Dictionary<decimal, decimal> Levels(
            JsonElement levels) => levels.EnumerateArray().ToDictionary(
            level => decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture),
            level => decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture));

        private static decimal Amount(JsonElement json, string name) =>
            decimal.Parse(json.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }
}
