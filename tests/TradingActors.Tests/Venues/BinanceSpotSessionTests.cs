using TradingActors.Domain;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

public class BinanceSpotSessionTests
{
    [Fact]
    public void with_an_hmac_key_it_subscribes_by_signature_and_is_ready()
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);
        venue.AnswerTime();
        venue.Answer("userDataStream.subscribe.signature", """{"subscriptionId":0}""");
        Assert.False(venue.Session.IsReady);
        venue.Answer("exchangeInfo", GoldenFrames.ExchangeInfoResult);

        Assert.True(venue.Session.IsReady);
        var events = venue.Sink.Take();
        var instrument = Assert.Single(Assert.IsType<VenueInstruments>(events[0]).Instruments);
        Assert.Equal(
            new Instrument(
                BtcUsdt, new Asset("BTC"), new Asset("USDT"), InstrumentStatus.Trading, new Price(0.01m),
                new Price(1000000m), new Price(0.01m), new Quantity(0.00001m), new Quantity(9000m),
                new Quantity(0.00001m), new Notional(5m), new Notional(9000000m))
            {
                MarketQuantityMax = new Quantity(109.9m),
                NotionalMinAppliesToMarket = true,
                AveragePriceMinutes = 5,
                Types = EnumSet.Of(OrderType.Limit, OrderType.PostOnly, OrderType.Market),
            },
            instrument);
        Assert.IsType<VenueSessionReady>(events[1]);
    }

    [Fact]
    public void with_an_ed25519_key_it_logs_on_once_and_signs_no_order()
    {
        using var venue = new SpotSessionHarness(Ed25519Secret).MakeReady();

        venue.Session.Send(Order(), venue.Now);

        Assert.Contains("\"signature\"", venue.Sink.Frames.Single(f => f.Contains("session.logon")));
        Assert.DoesNotContain("signature", venue.Sink.Frames[^1]);
        Assert.DoesNotContain("apiKey", venue.Sink.Frames[^1]);
        Assert.Contains($"\"timestamp\":{Ms(venue.Now.Wall)}", venue.Sink.Frames[^1]);
    }

    [Fact]
    public void an_order_is_accepted_filled_and_cancelled()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(Order(), venue.Now);
        venue.Answer(
            "order.place",
            """
            {"symbol":"BTCUSDT","orderId":4293153,"orderListId":-1,"clientOrderId":"a1-7-42",
            "transactTime":1660801715639}
            """);
        venue.Event(GoldenFrames.ReportTrade);
        venue.Event(GoldenFrames.ReportCanceled);

        var events = venue.Sink.Take();
        var id = new VenueClientId("a1-7-42");
        Assert.Equal(
            new VenueAccepted(
                id, new VenueOrderId("4293153"), BtcUsdt,
                DateTimeOffset.FromUnixTimeMilliseconds(1660801715639)),
            events[0]);
        Assert.Equal(
            new VenueFill(
                id, new VenueOrderId("4293153"), BtcUsdt, new TradeId(77517), Side.Buy, new Price(52000.05m),
                new Quantity(0.25m), 0.00025m, new Asset("BNB"), true, new Quantity(0.75m),
                DateTimeOffset.FromUnixTimeMilliseconds(1499405658848)),
            events[1]);
        Assert.Equal(
            new VenueCanceled(
                id, new Quantity(0.75m), DateTimeOffset.FromUnixTimeMilliseconds(1499405658899)),
            events[2]);
        Assert.Equal(3, events.Length);
    }
}
