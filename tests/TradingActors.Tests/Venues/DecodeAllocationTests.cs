using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues;

/// <summary>
/// What a decode leaves for the collector: nothing for market data, the event itself for a report.
/// </summary>
public class DecodeAllocationTests
{
    private const int Frames = 1_000;

    [Fact]
    public void market_data_is_decoded_without_allocating()
    {
        var sink = new SilentSink();
        var session = new BinanceMarketDataSession(
            new BinanceMarketDataSettings([SpotSessionHarness.BtcUsdt]), sink);
        var now = new Instant(SpotSessionHarness.Start, TimeSpan.FromHours(1));
        session.Opened(MarketDataLane.Streams, now);
        var frames = Enumerable.Range(0, 2 * Frames)
            .SelectMany(i => new[]
            {
                Encoding.UTF8.GetBytes(GoldenFrames.BookTicker.Replace("50093239212", $"{50093239212 + i}")),
                Encoding.UTF8.GetBytes(GoldenFrames.Trade),
            })
            .ToArray();

        Play(frames.AsSpan(0, 2 * Frames));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(frames.AsSpan(2 * Frames));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal((2 * Frames, 2 * Frames), (sink.Quotes, sink.Trades));

        void Play(ReadOnlySpan<byte[]> some)
        {
            foreach (var frame in some)
                session.Received(MarketDataLane.Streams, frame, now);
        }
    }

    [Fact]
    public void an_execution_report_costs_its_event_and_its_order_number()
    {
        var sink = new SilentSink();
        using var venue = new SpotSessionHarness().MakeReady();
        var frame = Encoding.UTF8.GetBytes(
            $$"""{"subscriptionId":0,"event":{{GoldenFrames.ReportTrade.ReplaceLineEndings("")}} }""");
        Play();
        venue.Sink.Events.EnsureCapacity(4 * Frames);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Play();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Frames;

        Assert.InRange(each, 1, 260);

        void Play()
        {
            for (var i = 0; i < Frames; i++)
                venue.Session.Received(frame, venue.Now);
        }
    }

    private sealed class SilentSink : IMarketDataSink
    {
        public int Quotes { get; private set; }

        public int Trades { get; private set; }

        public void Write(MarketDataLane lane, ReadOnlySpan<byte> frame)
        {
        }

        public void OnQuote(in Quote quote) => Quotes++;

        public void OnTrade(in MarketTrade trade) => Trades++;

        public void OnBook(Symbol symbol, IOrderBookView book)
        {
        }

        public bool TryTakeWeight(int weight) => true;

        public void Counted(in RateUsage usage)
        {
        }

        public void Emit(VenueEvent venueEvent)
        {
        }

        public void OnFailed(MarketDataLane lane, string code, string reason)
        {
        }
    }
}
