using System.Text.Json;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class RateLimitTests
{
    [Fact]
    public void weight_is_counted_by_address_and_minute_and_refused_beyond_the_limit()
    {
        using var venue = Open(new RateLimitSettings { WeightPerMinute = 50 });
        var api = venue.Connect();
        Assert.Equal(22, Weight(venue.Ask(api, "account.status")));
        var other = venue.Connect();
        Assert.Equal(44, Weight(venue.Ask(other, "account.status")));
        var refused = venue.Ask(api, "account.status");
        Assert.Equal((429, -1003), Outcome(refused));
        var data = refused.GetProperty("error").GetProperty("data");
        Assert.Equal(1767268860000, data.GetProperty("retryAfter").GetInt64());
        Assert.Equal(1767268800000, data.GetProperty("serverTime").GetInt64());
        venue.Wait(TimeSpan.FromMinutes(1));
        Assert.Equal(20, Weight(venue.Ask(api, "account.status")));
    }

    [Fact]
    public void an_address_that_does_not_back_off_is_banned_and_disconnected()
    {
        using var venue = Open(new RateLimitSettings { WeightPerMinute = 3, RefusalsBeforeBan = 3 });
        var api = venue.Connect();
        Assert.Equal((429, -1003), Outcome(venue.Ask(api, "account.status")));
        Assert.Equal((429, -1003), Outcome(venue.Ask(api, "account.status")));
        venue.Take();
        var banned = venue.Ask(api, "account.status");
        Assert.Equal((418, -1003), Outcome(banned));
        Assert.Equal(1767268920000, banned.GetProperty(
            "error").GetProperty("data").GetProperty("retryAfter").GetInt64());
        Assert.Equal(OutboundKind.Close, venue.Take()[^1].Kind);
        venue.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal(200, venue.AskUnsigned(venue.Connect(), "ping").GetProperty("status").GetInt32());
    }

    [Fact]
    public void orders_that_succeed_cost_no_weight_and_those_that_fail_do()
    {
        using var venue = Open(new RateLimitSettings());
        var api = venue.Connect();
        Assert.Equal(2, Weight(Place(venue, api, "a", "50000")));
        Assert.Equal(3, Weight(Place(venue, api, "b", "50000.001")));
        Assert.Equal(
            3, Weight(venue.Ask(api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "a"))));
        Assert.Equal(
            4, Weight(venue.Ask(api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "a"))));
    }

    [Fact]
    public void unfilled_orders_are_counted_filled_ones_forgiven_and_cancelled_ones_not()
    {
        using var venue = Open(new RateLimitSettings { OrdersPerTenSeconds = 3 });
        var api = venue.Connect();
        Assert.Equal(1, Orders(Place(venue, api, "a", "50000")));
        venue.Ask(api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "a"));
        var taken = venue.Ask(
            api, "order.place", (
                "symbol", "BTCUSDT"), ("side", "SELL"), ("type", "MARKET"), ("quantity", "0.01"));
        Assert.Equal(1, Orders(taken));
        Assert.Equal(2, Orders(Place(venue, api, "b", "50000")));
        Assert.Equal(3, Orders(Place(venue, api, "c", "50000")));
        var refused = Place(venue, api, "d", "50000");
        Assert.Equal((429, -1015), Outcome(refused));
        Assert.Equal(
            "Too many new orders; current limit is 3 orders per 10 SECOND.",
            refused.GetProperty("error").GetProperty("msg").GetString());
        Assert.Equal(1, venue.Core.Judge("main").Counts.Rejected);
        venue.Core.FillExternally("main", "b", 0.001m, venue.Now);
        Assert.Equal(1, Orders(Place(venue, api, "e", "50000")));
        venue.Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(1, Orders(Place(venue, api, "f", "50000")));
    }

    [Fact]
    public void an_order_that_a_filter_refuses_is_not_counted_and_one_that_the_engine_refuses_is()
    {
        using var venue = Open(new RateLimitSettings());
        var api = venue.Connect();
        Assert.Equal(0, Orders(Place(venue, api, "a", "50000.001")));
        Assert.Equal(1, Orders(Place(venue, api, "b", "50000")));
        Assert.Equal(2, Orders(Place(venue, api, "b", "50000")));
    }

    [Fact]
    public void what_was_refused_for_too_much_is_counted_by_its_kind()
    {
        using var venue = Open(new RateLimitSettings
        {
            WeightPerMinute = 30,
            OrdersPerTenSeconds = 1,
            RefusalsBeforeBan = 2,
            ConnectionsPerFiveMinutes = 2,
        });
        var api = venue.Connect();
        Place(venue, api, "a", "50000");
        Assert.Equal(new VenueCounts { Connections = 1 }, venue.Core.Counts);
        Place(venue, api, "b", "50000");
        venue.Ask(api, "account.status");
        venue.Ask(api, "account.status");
        venue.Ask(api, "account.status");
        Assert.Equal(
            new VenueCounts { Connections = 1, OrdersThrottled = 1, RequestsThrottled = 1, RequestsBanned = 1 },
            venue.Core.Counts);
        venue.Connect("/ws");
        venue.Take();
        venue.Connect("/ws");
        Assert.Equal(OutboundKind.Close, venue.Take().Single().Kind);
        Assert.Equal(1, venue.Core.Counts.ConnectionsRefused);
    }

    [Fact]
    public void a_refusal_that_a_fault_made_up_is_counted_apart()
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings
        {
            Faults = [new FaultRule(FaultKind.Throttle) { Times = 1 }],
        });
        venue.Ask(venue.Connect(), "account.status");
        Assert.Equal(new VenueCounts { Connections = 1, Provoked = 1 }, venue.Core.Counts);
    }

    private static VenueHarness Open(RateLimitSettings limits) =>
        new(new SimulatedVenueSettings { RateLimits = limits });

    private static JsonElement Place(VenueHarness venue, long api, string id, string price) => venue.Ask(
        api, "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"),
        ("price", price), ("quantity", "0.002"), ("newClientOrderId", id));

    private static (int Status, int Code) Outcome(JsonElement answer) => (
        answer.GetProperty("status").GetInt32(), answer.GetProperty("error").GetProperty("code").GetInt32());

    private static int Weight(JsonElement answer) => Count(answer, "REQUEST_WEIGHT");

    private static int Orders(JsonElement answer) => Count(answer, "ORDERS");

    private static int Count(
        JsonElement answer, string type) => answer.GetProperty("rateLimits").EnumerateArray()
        .First(
            limit => limit.GetProperty("rateLimitType").GetString() == type).GetProperty("count").GetInt32();
}
