using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Tests.SimulatedVenue.Market;

public sealed class RecordedMarketTests(ITestOutputHelper output) : IDisposable
{
    private const string Snapshot =
        """{"local_ns":2000000000,"msg":{"lastUpdateId":12,"bids":[["100.00","1.0"],["99.00","2.0"]],"asks":[["101.00","1.0"]]}}""";

    private static readonly string[] Lines =
    [
        """{"local_ns":1000000000,"msg":{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":5,"s":"BTCUSDT","U":10,"u":11,"b":[["100.00","7.0"]],"a":[]}}}""",
        Snapshot,
        """{"local_ns":2500000000,"msg":{"stream":"btcusdt@bookTicker","data":{"u":13,"s":"BTCUSDT","b":"100.00","B":"0.5","a":"101.00","A":"1.0"}}}""",
        """{"local_ns":3000000000,"msg":{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":6,"s":"BTCUSDT","U":12,"u":14,"b":[["99.00","0"]],"a":[["102.00","4.0"]]}}}""",
        """{"local_ns":4000000000,"msg":{"stream":"btcusdt@trade","data":{"e":"trade","E":7,"s":"BTCUSDT","t":9,"p":"98.00","q":"0.30000000","T":7,"m":true,"M":true}}}""",
    ];

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void a_recording_is_published_as_it_was_at_its_own_pace(bool isGzip)
    {
        Write(isGzip, Lines);
        using var venue = Open(speed: 2);
        var streams = venue.Connect(
            "/stream", "?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade/btcusdt@aggTrade");
        venue.Core.Tick(venue.Now);
        Assert.Equal(["btcusdt@depth@100ms"], Names(venue.TakeTexts(streams)));
        venue.Wait(TimeSpan.FromMilliseconds(740));
        Assert.Empty(venue.TakeTexts(streams));
        venue.Wait(TimeSpan.FromMilliseconds(10));
        Assert.Equal(["btcusdt@bookTicker"], Names(venue.TakeTexts(streams)));
        Assert.False(venue.Core.IsRecordingEnded);
        venue.Wait(TimeSpan.FromMilliseconds(750));
        var rest = venue.TakeTexts(streams);
        Assert.Equal(["btcusdt@depth@100ms", "btcusdt@trade", "btcusdt@aggTrade"], Names(rest));
        Assert.Equal(
            """{"e":"trade","E":7,"s":"BTCUSDT","t":9,"p":"98.00","q":"0.30000000","T":7,"m":true,"M":true}""",
            rest[1].GetProperty("data").GetRawText());
        Assert.True(venue.Core.IsRecordingEnded);
        Assert.Equal((1L, 1L, 2L), (
            venue.Core.Counters.BookTickers, venue.Core.Counters.Trades, venue.Core.Counters.DepthUpdates));
    }

    [Fact]
    public void a_recording_that_awaits_a_reader_loses_no_beginning()
    {
        Write(false, Lines);
        using var venue = new VenueHarness(
            new SimulatedVenueSettings { RecordingPath = _path, Speed = 1, RecordingAwaitsReader = true });
        venue.Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(0L, venue.Core.Counters.DepthUpdates);
        var streams = venue.Connect("/stream", "?streams=btcusdt@depth@100ms/btcusdt@trade");
        Assert.True(venue.Core.NextDeadline <= venue.Now.Monotonic);
        venue.Core.Tick(venue.Now);
        Assert.Equal(["btcusdt@depth@100ms"], Names(venue.TakeTexts(streams)));
        venue.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal(["btcusdt@depth@100ms", "btcusdt@trade"], Names(venue.TakeTexts(streams)));
        Assert.True(venue.Core.IsRecordingEnded);
    }

    [Fact]
    public void the_snapshot_is_the_book_from_the_start_and_updates_carry_it_on()
    {
        Write(false, Lines);
        using var venue = Open(speed: 1);
        var api = venue.Connect();
        Assert.Equal(
            """{"lastUpdateId":12,"bids":[["100.00000000","1.00000000"],["99.00000000","2.00000000"]],"asks":[["101.00000000","1.00000000"]]}""",
            venue.AskUnsigned(api, "depth", ("symbol", "BTCUSDT")).GetProperty("result").GetRawText());
        venue.Wait(TimeSpan.FromSeconds(2.5));
        Assert.Equal(
            """{"lastUpdateId":14,"bids":[["100.00000000","1.00000000"]],"asks":[["101.00000000","1.00000000"],["102.00000000","4.00000000"]]}""",
            venue.AskUnsigned(api, "depth", ("symbol", "BTCUSDT")).GetProperty("result").GetRawText());
    }

    [Fact]
    public void own_orders_fill_against_the_tape_and_the_market_closes_at_its_end()
    {
        Write(false, Lines);
        using var venue = Open(speed: 1);
        var api = venue.Connect();
        Place(venue, api, "98.50");
        venue.Wait(TimeSpan.FromSeconds(3.5));
        var fill = Assert.Single(venue.Core.Judge("main").Fills);
        Assert.Equal((98.5m, 0.3m, true), (fill.Price, fill.Quantity, fill.IsMaker));
        Assert.True(venue.Core.IsRecordingEnded);
        Assert.Equal(-2010, Place(venue, api, "98.50").GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(200, venue.Ask(
            api, "openOrders.cancelAll", ("symbol", "BTCUSDT")).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("garbage", "not a frame")]
    [InlineData("""{"msg":{"lastUpdateId":1}}""", "local_ns is missing")]
    [InlineData("""{"local_ns":1}""", "msg is missing")]
    [InlineData("""{"local_ns":1,"msg":{"stream":"btcusdt@kline_1m","data":{}}}""", "btcusdt@kline_1m")]
    [InlineData("""{"local_ns":1,"msg":{"stream":"btcusdt@depth","data":{"U":1,"u":2,"b":[["1"]],"a":[]}}}""", "the field b is not an amount")]
    public void a_malformed_line_near_the_beginning_does_not_start(string line, string problem)
    {
        Write(false, Lines[0], Lines[1], line);
        var error = Assert.Throws<RecordingException>(() => Open(1));
        Assert.Contains(_path + " line 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_malformed_line_further_on_stops_the_market_and_is_named()
    {
        var quotes = Enumerable.Range(
            0, 6_000).Select(i => Lines[2].Replace("\"u\":13", $"\"u\":{i + 13}", StringComparison.Ordinal));
        Write(false, [Lines[0], Lines[1], .. quotes, """{"local_ns":2500000000,"msg":{"stream":"btcusdt@bookTicker","data":{"u":1,"b":"1"}}}""", .. quotes]);
        using var venue = Open(double.PositiveInfinity);
        while (!venue.Core.IsRecordingEnded) venue.Core.Tick(venue.Now);
        Assert.Equal($"{_path} line 6003: the field B is missing", venue.Core.MarketFailure!.Message);
        Assert.Equal(6_000, venue.Core.Counters.BookTickers);
    }

    [Fact]
    public void a_file_that_is_missing_or_empty_is_named()
    {
        Assert.Contains(
            _path, Assert.Throws<RecordingException>(() => Open(1)).Message, StringComparison.Ordinal);
        Write(false);
        Assert.Contains(
            _path, Assert.Throws<RecordingException>(() => Open(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_fast_market_waits_for_its_readers()
    {
        Write(false, Lines);
        using var venue = Open(double.PositiveInfinity);
        venue.IsCongested = true;
        venue.Core.Tick(venue.Now);
        Assert.Equal(0, venue.Core.Counters.DepthUpdates);
        venue.IsCongested = false;
        venue.Core.Tick(venue.Now);
        Assert.Equal(2, venue.Core.Counters.DepthUpdates);
    }

    [Fact]
    public void a_market_on_a_clock_does_not_wait_for_its_readers()
    {
        Write(false, Lines);
        using var venue = Open(1);
        venue.IsCongested = true;
        venue.Wait(TimeSpan.FromSeconds(4));
        Assert.Equal(2, venue.Core.Counters.DepthUpdates);
    }

    [Fact]
    public void the_real_capture_replays_with_all_that_is_known_of_it()
    {
        if (FindCapture() is not { } capture)
        {
            output.WriteLine("The recorded capture is not beside the repository; nothing was checked.");
            return;
        }

        using var venue = new VenueHarness(
            new SimulatedVenueSettings { RecordingPath = capture, Speed = double.PositiveInfinity });
        var streams = venue.Connect(
            "/stream", "?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade");
        var check = new CaptureCheck(venue);
        while (!venue.Core.IsRecordingEnded)
        {
            venue.Core.Tick(venue.Now);
            foreach (var message in venue.TakeTexts(streams)) check.Read(message);
        }

        Assert.Null(venue.Core.MarketFailure);
        Assert.Equal((73_174L, 19_904L, 6_495L), (
            venue.Core.Counters.BookTickers, venue.Core.Counters.Trades, venue.Core.Counters.DepthUpdates));
        Assert.Equal((73_174, 19_904, 6_495), (check.Quotes, check.Trades, check.Depths));
    }

    private static string? FindCapture()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "binance_spot_btcusdt.raw.ndjson.gz");
            if (File.Exists(path)) return path;
        }

        return null;
    }

    private static JsonElement Place(VenueHarness venue, long api, string price) => venue.Ask(
        api, "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"),
        ("price", price), ("quantity", "1"));

    private static IEnumerable<string> Names(List<JsonElement> messages) =>
        messages.Select(message => message.GetProperty("stream").GetString()!);

    private VenueHarness Open(double speed) =>
        new(new SimulatedVenueSettings { RecordingPath = _path, Speed = speed });

    private void Write(bool isGzip, params string[] lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        using var file = File.Create(_path);
        if (!isGzip)
        {
            file.Write(bytes);
            return;
        }

        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(bytes);
    }

    /// <summary>Continuity of every stream of the capture, and the book against its own quotes now and then.</summary>
    private sealed class CaptureCheck(VenueHarness venue)
    {
        private readonly long _api = venue.Connect();
        private long _lastDepth, _lastTrade, _lastQuote;

        public int Quotes { get; private set; }

        public int Trades { get; private set; }

        public int Depths { get; private set; }

        public void Read(JsonElement message)
        {
            var data = message.GetProperty("data");
            switch (message.GetProperty("stream").GetString())
            {
                case "btcusdt@bookTicker":
                    Quotes++;
                    Assert.True(data.GetProperty("u").GetInt64() > _lastQuote);
                    _lastQuote = data.GetProperty("u").GetInt64();
                    break;
                case "btcusdt@trade":
                    Trades++;
                    var id = data.GetProperty("t").GetInt64();
                    Assert.True(_lastTrade == 0 || id == _lastTrade + 1);
                    _lastTrade = id;
                    break;
                default:
                    if (_lastDepth > 0) Assert.Equal(_lastDepth + 1, data.GetProperty("U").GetInt64());
                    _lastDepth = data.GetProperty("u").GetInt64();
                    if (++Depths % 100 == 0) CheckBook();
                    break;
            }
        }

        private void CheckBook()
        {
            var depth = venue.AskUnsigned(
                _api, "depth", ("symbol", "BTCUSDT"), ("limit", "5")).GetProperty("result");
            Assert.True(Price(depth, "bids") < Price(depth, "asks"), $"crossed: {depth}");
        }

        private static decimal Price(JsonElement depth, string side) => decimal.Parse(
            depth.GetProperty(side)[0][0].GetString()!, CultureInfo.InvariantCulture);
    }
}
