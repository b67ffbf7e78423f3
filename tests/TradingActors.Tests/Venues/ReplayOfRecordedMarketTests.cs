using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Tests.Venues;

/// <summary>Ten real minutes of BTCUSDT through the session, where the recording is at hand.</summary>
public class ReplayOfRecordedMarketTests(ITestOutputHelper output)
{
    private static readonly Symbol BtcUsdt = new("BTCUSDT");

    [Fact]
    public void the_recorded_market_is_followed_without_a_gap_and_the_book_agrees_with_the_quotes()
    {
        if (Find("binance_spot_btcusdt.raw.ndjson.gz") is not { } path)
        {
            output.WriteLine("no recording beside the repository: nothing was replayed");
            return;
        }

        var replay = new Replay();
        replay.Run(path);
        output.WriteLine(
            $"{replay.Compared} tops compared, {replay.Differed} differed, {replay.Snapshots} snapshots");

        Assert.Equal(73_174, replay.Sink.Quotes.Count);
        Assert.Equal(19_904, replay.Sink.Trades.Count);
        Assert.Empty(replay.Sink.Events.OfType<VenueFrameUnreadable>());
        Assert.Empty(replay.Sink.Failures);
        Assert.Equal(0, replay.Session.QuotesDropped);
        Assert.Equal(0, replay.Session.BookGaps);
        Assert.Equal(0, replay.Session.BookCrossings);
        Assert.True(replay.BooksSeen > 6_400, $"{replay.BooksSeen} books");
        Assert.True(replay.Compared > 300, $"{replay.Compared} tops compared");
        Assert.Equal(0, replay.Differed);
        Assert.Equal(99_574, replay.Frames);
        var trades = replay.Sink.Trades.Select(t => t.Id.Value).ToArray();
        Assert.Equal(Enumerable.Range(0, trades.Length).Select(i => trades[0] + i), trades);
    }

    [Fact]
    public void a_recorder_whose_clock_was_behind_would_have_stamped_its_orders_in_the_venues_time()
    {
        if (Find("binance_spot_btcusdt.raw.ndjson.gz") is not { } path)
        {
            output.WriteLine("no recording beside the repository: nothing was replayed");
            return;
        }

        var replay = new Replay();
        replay.Run(path);
        var ahead = replay.Sink.Trades
            .Select(t => (t.At - t.ReceivedAt.Wall).TotalMilliseconds).Order()
            .ElementAt(replay.Sink.Trades.Count / 2);
        output.WriteLine($"the venue's clock is {ahead:0} ms ahead of the recorder's");
        Assert.InRange(ahead, 1_000, 1_500);

        using var venue = new SpotSessionHarness().MakeReady(Math.Round(ahead));
        venue.Session.Send(SpotSessionHarness.Order(), venue.Now);

        var stamp = SpotSessionHarness.Ms(venue.Now.Wall.AddMilliseconds(Math.Round(ahead)));
        Assert.Contains($"\"timestamp\":{stamp}", venue.Sink.Frames[^1]);
    }

    private static string? Find(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", "data", name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>
    /// Plays the frames and answers each snapshot request from a naive book kept from the same frames.
    /// </summary>
    private sealed class Replay
    {
        private readonly SortedDictionary<decimal, decimal> _bids = [];
        private readonly SortedDictionary<decimal, decimal> _asks = [];
        private readonly BookLevel[] _top = new BookLevel[1];
        private readonly List<JsonElement> _early = [];
        private long _naiveId;
        private string? _recordedSnapshot;

        public Replay()
        {
            Session = new BinanceMarketDataSession(new BinanceMarketDataSettings([BtcUsdt]), Sink);
            Sink.OnBookSeen = CompareTop;
        }

        public RecordingMarketSink Sink { get; } = new();

        public BinanceMarketDataSession Session { get; }

        public int BooksSeen { get; private set; }

        public int Compared { get; private set; }

        public int Differed { get; private set; }

        public int Snapshots { get; private set; }

        public int Frames { get; private set; }

        public void Run(string path)
        {
            using var packed = File.OpenRead(path);
            using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
            var lines = 0;
            var first = 0L;
            var now = default(Instant);
            while (reader.ReadLine() is { } line)
            {
                using var json = JsonDocument.Parse(line);
                var ns = json.RootElement.GetProperty("local_ns").GetInt64();
                first = first == 0 ? ns : first;
                now = new Instant(
                    DateTimeOffset.UnixEpoch.AddTicks(ns / 100), TimeSpan.FromTicks((ns - first) / 100));
                Frames++;
                if (lines++ == 0)
                {
                    Session.Opened(MarketDataLane.Streams, now);
                    Session.Opened(MarketDataLane.Requests, now);
                }

                var message = json.RootElement.GetProperty("msg");
                if (message.TryGetProperty("lastUpdateId", out var id))
                    LoadNaive(message, id.GetInt64());
                else
                    Play(message, now);
                AnswerAll(now);
                if (Session.NextDeadline <= now.Monotonic)
                    Session.Tick(now);
            }
        }

        private void Play(JsonElement message, Instant now)
        {
            if (message.GetProperty("stream").GetString()!.Contains("@depth"))
                ApplyNaive(message.GetProperty("data"));
            Session.Received(MarketDataLane.Streams, Encoding.UTF8.GetBytes(message.GetRawText()), now);
        }

        private void LoadNaive(JsonElement snapshot, long id)
        {
            _recordedSnapshot = snapshot.GetRawText();
            Set(_bids, snapshot.GetProperty("bids"));
            Set(_asks, snapshot.GetProperty("asks"));
            _naiveId = id;
            foreach (var change in _early)
                ApplyNaive(change);
        }

        private void ApplyNaive(JsonElement change)
        {
            if (_recordedSnapshot is null)
                _early.Add(change.Clone());
            if (_recordedSnapshot is null || change.GetProperty("u").GetInt64() <= _naiveId)
                return;
            Set(_bids, change.GetProperty("b"));
            Set(_asks, change.GetProperty("a"));
            _naiveId = change.GetProperty("u").GetInt64();
        }

        private static void Set(SortedDictionary<decimal, decimal> side, JsonElement levels)
        {
            foreach (var level in levels.EnumerateArray())
            {
                var price = decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture);
                var size = decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture);
                if (size == 0m)
                    side.Remove(price);
                else
                    side[price] = size;
            }
        }

        private void AnswerAll(Instant now)
        {
            if (_recordedSnapshot is null)
                return;
            var asked = Sink.Requests.ToArray();
            Sink.Requests.Clear();
            foreach (var request in asked)
            {
                using var json = JsonDocument.Parse(request);
                var result = json.RootElement.GetProperty("method").GetString() switch
                {
                    "depth" => Snapshots++ == 0 ? _recordedSnapshot : NaiveSnapshot(),
                    "exchangeInfo" => GoldenFrames.ExchangeInfoResult,
                    _ => "{}",
                };
                var id = json.RootElement.GetProperty("id");
                Session.Received(
                    MarketDataLane.Requests,
                    Encoding.UTF8.GetBytes($$"""{"id":{{id}},"status":200,"result":{{result}} }"""), now);
            }

            foreach (var message in Sink.StreamMessages)
            {
                using var json = JsonDocument.Parse(message);
                var id = json.RootElement.GetProperty("id");
                var listed = json.RootElement.GetProperty("method").GetString() == "LIST_SUBSCRIPTIONS"
                    ? """["btcusdt@bookTicker","btcusdt@trade","btcusdt@depth@100ms"]"""
                    : "null";
                Session.Received(
                    MarketDataLane.Streams,
                    Encoding.UTF8.GetBytes($$"""{"result":{{listed}},"id":{{id}} }"""), now);
            }

            Sink.StreamMessages.Clear();
        }

        private string NaiveSnapshot()
        {
            var bids = Levels(_bids.Reverse());
            var asks = Levels(_asks);
            return $$"""
                {"lastUpdateId":{{_naiveId}},"bids":[{{bids}}],"asks":[{{asks}}]}
                """;
        }

        private static string Levels(IEnumerable<KeyValuePair<decimal, decimal>> side) =>
            string.Join(',', side.Take(1000).Select(l => $"""["{l.Key}","{l.Value}"]"""));

        /// <summary>
        /// Where the newest quote and the book are of the same update, their tops must be the same.
        /// </summary>
        private void CompareTop(IOrderBookView book)
        {
            if (!book.IsSynchronized)
                return;
            BooksSeen++;
            if (Sink.Quotes is not [.., var quote] || quote.UpdateId != book.UpdateId)
                return;
            Compared++;
            book.CopyTop(Side.Buy, _top);
            var bid = _top[0];
            book.CopyTop(Side.Sell, _top);
            if (bid != new BookLevel(quote.Bid, quote.BidSize)
                || _top[0] != new BookLevel(quote.Ask, quote.AskSize))
                Differed++;
        }
    }
}
