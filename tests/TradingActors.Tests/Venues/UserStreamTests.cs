using System.Text;
using TradingActors.Domain;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

/// <summary>The account's events, and everything that cannot be understood.</summary>
public class UserStreamTests
{
    private static readonly VenueClientId Id = new("a1-7-42");
    private static readonly DateTimeOffset ReportedAt =
        DateTimeOffset.FromUnixTimeMilliseconds(1499405658657);

    public static TheoryData<string, string, VenueEvent> Executions => new()
    {
        {
            "\"NEW\"", "\"NEW\"", new VenueAccepted(Id, new VenueOrderId("4293153"), BtcUsdt, ReportedAt)
        },
        { "\"CANCELED\"", "\"CANCELED\"", new VenueCanceled(Id, Quantity.Zero, ReportedAt) },
        { "\"EXPIRED\"", "\"EXPIRED\"", new VenueExpired(Id, Quantity.Zero, "EXPIRED", ReportedAt) },
        {
            "\"EXPIRED\"", "\"EXPIRED\",\"eR\":\"INSUFFICIENT_LIQUIDITY\"",
            new VenueExpired(Id, Quantity.Zero, "INSUFFICIENT_LIQUIDITY", ReportedAt)
        },
        {
            "\"TRADE_PREVENTION\"", "\"EXPIRED_IN_MATCH\"",
            new VenueExpired(Id, Quantity.Zero, "EXPIRED_IN_MATCH", ReportedAt)
        },
        {
            "\"REJECTED\"", "\"REJECTED\"",
            new VenueRejected(Id, "NONE", "rejected by the matching engine", ReportedAt)
        },
        {
            "\"REPLACED\"", "\"NEW\"",
            new VenueOrderReport(
                Id, new VenueOrderId("4293153"), BtcUsdt, Side.Sell, OrderType.Limit, TimeInForce.Gtc,
                new Price(0.1026441m), new Quantity(1m), Quantity.Zero, VenueOrderStatus.New, ReportedAt)
        },
    };

    [Theory]
    [MemberData(nameof(Executions))]
    public void an_execution_report_becomes_its_event(string execution, string status, VenueEvent expected)
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event(GoldenFrames.ReportNew.Replace(
            "\"x\":\"NEW\",\"X\":\"NEW\"", $"\"x\":{execution},\"X\":{status}", StringComparison.Ordinal));

        Assert.Equal(expected, Assert.Single(venue.Sink.Take()));
    }

    [Fact]
    public void a_cancel_is_told_under_the_id_that_the_order_was_placed_with()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event(GoldenFrames.ReportCanceled);

        Assert.Equal(Id, Assert.IsType<VenueCanceled>(Assert.Single(venue.Sink.Take())).Id);
    }

    [Fact]
    public void balances_and_transfers_are_told()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event(GoldenFrames.AccountPosition);
        venue.Event(GoldenFrames.BalanceUpdate);

        var events = venue.Sink.Take();
        var changed = Assert.IsType<VenueBalancesChanged>(events[0]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1728972148770), changed.At);
        Assert.Equal(
            [
                new AssetBalance(new Asset("BTC"), 11818m, 182m),
                new AssetBalance(new Asset("USDT"), 10580m, 70m),
            ],
            changed.Balances);
        Assert.Equal(
            new VenueTransfer(
                new Asset("BTC"), -100m, DateTimeOffset.FromUnixTimeMilliseconds(1573200697068)),
            events[1]);
    }

    [Fact]
    public void the_reports_of_stop_orders_and_other_peoples_ids_are_told_too()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event(GoldenFrames.ReportNew
            .Replace("\"a1-7-42\"", "\"web_1\"", StringComparison.Ordinal)
            .Replace("\"LIMIT\"", "\"STOP_LOSS_LIMIT\"", StringComparison.Ordinal));

        Assert.Equal("web_1", Assert.IsType<VenueAccepted>(Assert.Single(venue.Sink.Take())).Id.Value);
    }

    [Fact]
    public void an_open_stop_order_is_reported_with_both_its_prices()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(new QueryOpenOrders(), venue.Now);

        venue.Answer("openOrders.status", "[" + GoldenFrames.OrderStatusResult
            .Replace("LIMIT_MAKER", "STOP_LOSS_LIMIT", StringComparison.Ordinal)
            .Replace("\"stopPrice\":\"0.00000000\"", "\"stopPrice\":\"23500.5\"", StringComparison.Ordinal)
            .Replace("PARTIALLY_FILLED", "PENDING_NEW", StringComparison.Ordinal) + "]");

        var open = Assert.Single(Assert.IsType<VenueOpenOrders>(Assert.Single(venue.Sink.Take())).Orders);
        Assert.Equal(
            (OrderType.StopLossLimit, new Price(23416.1m), new Price(23500.5m), VenueOrderStatus.New),
            (open.Type, open.LimitPrice, open.StopPrice, open.Status));
    }

    [Fact]
    public void an_order_that_self_trade_prevention_ended_has_expired()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Event(GoldenFrames.ReportNew
            .Replace("\"x\":\"NEW\"", "\"x\":\"EXPIRED\"", StringComparison.Ordinal)
            .Replace("\"X\":\"NEW\"", "\"X\":\"EXPIRED_IN_MATCH\"", StringComparison.Ordinal));

        var expired = Assert.IsType<VenueExpired>(Assert.Single(venue.Sink.Take()));
        Assert.Equal("EXPIRED_IN_MATCH", expired.Reason);
    }

    [Fact]
    public void an_unknown_event_is_reported_once_a_type()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        for (var i = 0; i < 3; i++)
        {
            venue.Event("""{"e":"somethingNew","E":1}""");
            venue.Event("""{"E":1,"e":"anotherOne"}""");
            venue.Event("""{"e":"listStatus","E":1}""");
        }

        Assert.Equal(
            ["unknown event type somethingNew", "unknown event type anotherOne"],
            venue.Sink.Take().Cast<VenueFrameUnreadable>().Select(e => e.Reason));
        for (var i = 0; i < 100; i++)
            venue.Event($$"""{"e":"t{{i}}"}""");
        Assert.Equal(62, venue.Sink.Take().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"id\":1")]
    [InlineData("""{"id":999999,"status":200,"result":{}}""")]
    [InlineData("""{"status":200}""")]
    [InlineData("""{"subscriptionId":0,"event":{"E":1}}""")]
    [InlineData("""{"subscriptionId":0,"event":{"e":"executionReport","s":"BTCUSDT"}}""")]
    [InlineData("""{"subscriptionId":0,"event":{"e":"balanceUpdate","a":"BTC"}}""")]
    [InlineData("""{"event":{"e":"outboundAccountPosition","B":[{"a":"BTC","f":"1e9","l":"0"}]}}""")]
    [InlineData("""{"subscriptionId":0,"event":{"e":"outboundAccountPosition","B":[{"a":"BTC"}]}}""")]
    public void a_frame_that_makes_no_sense_is_reported_and_the_session_goes_on(string frame)
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Receive(frame);

        var unreadable = Assert.IsType<VenueFrameUnreadable>(Assert.Single(venue.Sink.Take()));
        Assert.NotEmpty(unreadable.Reason);
        Assert.True(venue.Session.IsReady);
        venue.Event(GoldenFrames.ReportNew);
        Assert.IsType<VenueAccepted>(Assert.Single(venue.Sink.Take()));
    }

    [Fact]
    public void an_excerpt_is_short_and_never_holds_the_key()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        for (var before = 0; before < 260; before += 13)
            venue.Receive($"{{{new string('é', before / 2)}{ApiKey}{new string('x', 400)}");

        var excerpts = venue.Sink.Take().Cast<VenueFrameUnreadable>().Select(e => e.Excerpt).ToList();
        Assert.All(excerpts, e => Assert.True(Encoding.UTF8.GetByteCount(e) <= 200));
        Assert.All(excerpts, e => Assert.DoesNotContain(ApiKey[..8], e));
    }

    [Fact]
    public void queries_are_answered()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Session.Send(new QueryOrder(Id, BtcUsdt), venue.Now);
        venue.Answer("order.status", GoldenFrames.OrderStatusResult);
        venue.Session.Send(new QueryOpenOrders(), venue.Now);
        venue.Answer("openOrders.status", $"[{GoldenFrames.OrderStatusResult}]");
        venue.Session.Send(new QueryTrades(BtcUsdt, new TradeId(5)), venue.Now);
        venue.Answer("myTrades", GoldenFrames.TradesResult);
        venue.Session.Send(new QueryBalances(), venue.Now);
        venue.Answer("account.status", GoldenFrames.AccountResult);

        var events = venue.Sink.Take();
        var report = new VenueOrderReport(
            Id, new VenueOrderId("12569099453"), BtcUsdt, Side.Sell, OrderType.PostOnly, TimeInForce.Gtc,
            new Price(23416.1m), new Quantity(0.00847m), new Quantity(0.0072m),
            VenueOrderStatus.PartiallyFilled, DateTimeOffset.FromUnixTimeMilliseconds(1660801717945));
        Assert.Equal(report, events[0]);
        Assert.Equal([report], Assert.IsType<VenueOpenOrders>(events[1]).Orders);
        var trades = Assert.IsType<VenueTrades>(events[2]);
        Assert.True(trades.IsComplete);
        Assert.Equal((new TradeId(5), 2), (trades.FromId, trades.Fills.Count));
        Assert.Equal(
            new VenueFill(
                new VenueClientId(""), new VenueOrderId("12569099453"), BtcUsdt, new TradeId(1650422482),
                Side.Buy, new Price(23416.5m), new Quantity(0.00212m), 0.001m, new Asset("USDT"), false,
                Quantity.Zero, DateTimeOffset.FromUnixTimeMilliseconds(1660801715793)),
            trades.Fills[1]);
        Assert.Equal(
            [
                new AssetBalance(new Asset("BNB"), 0m, 0m),
                new AssetBalance(new Asset("BTC"), 1.3447112m, 0.086m),
            ],
            Assert.IsType<VenueBalances>(events[3]).Balances);
    }

    [Fact]
    public void only_the_venues_own_word_makes_an_order_not_found()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        var query = new QueryOrder(Id, BtcUsdt);
        venue.Session.Send(query, venue.Now);
        venue.Refuse("order.status", 400, -2013, "Order does not exist.");
        venue.Session.Send(query, venue.Now);
        venue.Refuse("order.status", 400, -1021, "Timestamp for this request is outside of the recvWindow.");
        venue.Session.Send(query, venue.Now);
        venue.Answer("order.status", """{"symbol":"BTCUSDT"}""");
        venue.Session.Send(query, venue.Now);
        venue.Advance(5);
        venue.Session.Tick(venue.Now);

        var events = venue.Sink.Take().Where(e => e is not VenueFrameUnreadable).ToArray();
        Assert.IsType<VenueOrderNotFound>(events[0]);
        Assert.Equal(
            ["-1021", "ANSWER_UNREADABLE", "NO_ANSWER"],
            events.Skip(1).Cast<VenueQueryFailed>().Select(e => e.Code));
    }
}
