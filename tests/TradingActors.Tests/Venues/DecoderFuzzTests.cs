using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues;

/// <summary>
/// Golden frames, broken in every way that a seed can think of: no exception ever leaves a session.
/// </summary>
public class DecoderFuzzTests
{
    private const int Mutations = 30_000;
    private const int Seed = 20260701;

    private static readonly string[] AccountFrames =
    [
        Wrap(GoldenFrames.ReportNew), Wrap(GoldenFrames.ReportTrade), Wrap(GoldenFrames.ReportCanceled),
        Wrap(GoldenFrames.AccountPosition), Wrap(GoldenFrames.BalanceUpdate),
    ];

    private static readonly string[] Methods =
    [
        "order.place", "order.cancel", "order.cancelReplace", "openOrders.cancelAll", "order.status",
        "openOrders.status", "myTrades", "account.status",
    ];

    private static readonly string[] Results =
    [
        """{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"a1-7-42","transactTime":1660801715639}""",
        GoldenFrames.CanceledResult,
        $$"""
        {"cancelResult":"SUCCESS","newOrderResult":"SUCCESS","cancelResponse":{{GoldenFrames.CanceledResult}},
        "newOrderResponse":{"symbol":"BTCUSDT","orderId":78,"clientOrderId":"a1-7-43"} }
        """,
        $"[{GoldenFrames.CanceledResult},{GoldenFrames.CanceledListResult}]",
        GoldenFrames.OrderStatusResult,
        $"[{GoldenFrames.OrderStatusResult}]",
        GoldenFrames.TradesResult,
        GoldenFrames.AccountResult,
    ];

    [Fact]
    public void no_broken_frame_breaks_an_account_session()
    {
        var random = new Random(Seed);
        var venue = Ready();
        var events = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var which = random.Next(Methods.Length + AccountFrames.Length);
            var frame = which < AccountFrames.Length
                ? AccountFrames[which]
                : Ask(venue, which - AccountFrames.Length);
            venue.Session.Received(Mutate(Encoding.UTF8.GetBytes(frame), random), venue.Now);
            venue.Advance(0.2);
            venue.Session.Tick(venue.Now);
            var told = venue.Sink.Take();
            events += told.Length;
            foreach (var unreadable in told.OfType<VenueFrameUnreadable>())
                Assert.True(Encoding.UTF8.GetByteCount(unreadable.Excerpt) <= 200);
            venue.Sink.Frames.Clear();
            if (venue.Session.IsReady)
                continue;
            venue.Dispose();
            venue = Ready();
        }

        venue.Dispose();
        Assert.True(events > Mutations / 2, $"{events} events");

        static SpotSessionHarness Ready() =>
            new SpotSessionHarness(with: s => s with { PendingRequestsMax = 64 }).MakeReady();
    }

    [Fact]
    public void no_broken_frame_breaks_a_market_data_session()
    {
        var random = new Random(Seed);
        var sink = new RecordingMarketSink();
        var session = new BinanceMarketDataSession(
            new BinanceMarketDataSettings([SpotSessionHarness.BtcUsdt]), sink);
        var now = new Instant(SpotSessionHarness.Start, TimeSpan.FromHours(1));
        session.Opened(MarketDataLane.Streams, now);
        session.Opened(MarketDataLane.Requests, now);
        string[] streams =
            [GoldenFrames.BookTicker, GoldenFrames.Trade, GoldenFrames.Depth, """{"result":null,"id":1}"""];
        string[] results = [GoldenFrames.SnapshotResult, GoldenFrames.ExchangeInfoResult];
        for (var i = 0; i < Mutations; i++)
        {
            var which = random.Next(streams.Length + results.Length);
            if (which < streams.Length)
                session.Received(
                    MarketDataLane.Streams, Mutate(Encoding.UTF8.GetBytes(streams[which]), random), now);
            else
                session.Received(
                    MarketDataLane.Requests,
                    Mutate(Answer(i % 1000 + 1, results[which - streams.Length]), random), now);
            now = now.Plus(TimeSpan.FromMilliseconds(50));
            session.Tick(now);
        }

        Assert.NotEmpty(sink.Events.OfType<VenueFrameUnreadable>());
        Assert.NotEmpty(sink.Quotes);
    }

    private static byte[] Answer(int id, string result) =>
        Encoding.UTF8.GetBytes($$"""{"id":{{id}},"status":200,"result":{{result}} }""");

    private static string Wrap(string json) => $$"""{"subscriptionId":0,"event":{{json}} }""";

    private static string Ask(SpotSessionHarness venue, int which)
    {
        var id = new VenueClientId("a1-7-42");
        venue.Session.Send(
            which switch
            {
                0 => SpotSessionHarness.Order(),
                1 => new CancelAtVenue(id, SpotSessionHarness.BtcUsdt),
                2 => new ReplaceAtVenue(id, SpotSessionHarness.Order("a1-7-43")),
                3 => new CancelAllAtVenue(SpotSessionHarness.BtcUsdt),
                4 => new QueryOrder(id, SpotSessionHarness.BtcUsdt),
                5 => new QueryOpenOrders(),
                6 => new QueryTrades(SpotSessionHarness.BtcUsdt, new TradeId(0)),
                _ => new QueryBalances(),
            },
            venue.Now);
        return venue.Sink.Frames.Count == 0
            ? AccountFrames[0]
            : $$"""{"id":{{venue.IdOf(Methods[which])}},"status":200,"result":{{Results[which]}} }""";
    }

    private static byte[] Mutate(byte[] frame, Random random)
    {
        for (var times = random.Next(3); times >= 0 && frame.Length > 0; times--)
        {
            var at = random.Next(frame.Length);
            switch (random.Next(5))
            {
                case 0:
                    frame[at] = (byte)random.Next(256);
                    break;
                case 1:
                    frame = frame[..at];
                    break;
                case 2:
                    frame = [.. frame[..at], .. frame[Math.Min(frame.Length, at + 1 + random.Next(20))..]];
                    break;
                case 3:
                    frame = [.. frame[..at], .. frame[random.Next(frame.Length)..]];
                    break;
                default:
                    frame[at] = "\"{}[],:.-e0\\"u8[random.Next(12)];
                    break;
            }
        }

        return frame;
    }
}
