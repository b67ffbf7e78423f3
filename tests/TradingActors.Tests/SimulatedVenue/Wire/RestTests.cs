using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class RestTests : IDisposable
{
    private const string Limit =
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000";

    private readonly VenueHarness _venue = new();

    [Fact]
    public void an_order_goes_through_its_life_under_one_address()
    {
        var placed = _venue.Signed("POST", "/api/v3/order", Limit + "&newClientOrderId=mine");
        Assert.Equal(200, placed.Status);
        Assert.Equal("NEW", placed.Json().GetProperty("status").GetString());
        Assert.Equal("mine", placed.Json().GetProperty("clientOrderId").GetString());

        var open = _venue.Signed("GET", "/api/v3/openOrders", "symbol=BTCUSDT").Json();
        Assert.Equal(1, open.GetArrayLength());
        var canceled = _venue.Signed("DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
        Assert.Equal("CANCELED", canceled.Json().GetProperty("status").GetString());
        var shown = _venue.Signed("GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
        Assert.Equal("CANCELED", shown.Json().GetProperty("status").GetString());
        var again = _venue.Signed("DELETE", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=mine");
        Assert.Equal((400, -2011), (again.Status, again.Code()));
    }

    [Fact]
    public void what_rest_does_to_an_account_its_subscribers_hear_of()
    {
        var connection = _venue.Connect();
        _venue.Ask(connection, "userDataStream.subscribe.signature");
        _venue.Take();
        var orderId = _venue.Signed("POST", "/api/v3/order", Limit).Json().GetProperty("orderId").GetInt64();
        var events = _venue.TakeTexts(connection).ConvertAll(message => message.GetProperty("event"));
        Assert.Equal(orderId, events[0].GetProperty("i").GetInt64());
        Assert.Equal("outboundAccountPosition", events[1].GetProperty("e").GetString());
    }

    [Fact]
    public void parameters_come_in_the_query_in_the_body_or_in_both()
    {
        Assert.Equal(200, _venue.Signed("POST", "/api/v3/order", body: Limit).Status);
        var mixed = _venue.Signed(
            "POST", "/api/v3/order", "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC",
            "quantity=0.01&price=50000&symbol=NOPE");
        Assert.Equal("BTCUSDT", mixed.Json().GetProperty("symbol").GetString());
        var twice = _venue.Signed("POST", "/api/v3/order", Limit + "&side=SELL");
        Assert.Equal(-1101, twice.Code());
    }

    [Fact]
    public void a_signature_covers_what_was_sent_and_not_what_it_means()
    {
        var query = $"symbol=BTC%55SDT&timestamp={_venue.NowMs}";
        Assert.Equal(200, Send(query, RestClient.Sign(query)).Status);
        Assert.Equal(200, Send(query, RestClient.Sign(query).ToUpperInvariant()).Status);
        var decoded = query.Replace("%55", "U", StringComparison.Ordinal);
        Assert.Equal(-1022, Send(query, RestClient.Sign(decoded)).Code());

        RestAnswer Send(string sent, string signature) => _venue.Core.Rest(
            new RestRequest(
                "GET", "/api/v3/openOrders", $"?{sent}&signature={signature}", "", RestClient.Key,
                "127.0.0.1"),
            _venue.Now);
    }

    [Theory]
    [InlineData(null, "timestamp=1", 401, -2014)]
    [InlineData("what is this", "timestamp=1", 401, -2014)]
    [InlineData("unknown", "timestamp=1", 401, -2015)]
    [InlineData("simulated-key", "timestamp=1", 400, -1102)]
    [InlineData("simulated-key", "signature=00", 400, -1102)]
    [InlineData("simulated-key", "timestamp=1&signature=00", 400, -1021)]
    public void a_request_that_is_not_the_accounts_own_is_refused(
        string? key, string query, int status, int code)
    {
        var answer = _venue.Core.Rest(
            new RestRequest("GET", "/api/v3/account", query, "", key, "127.0.0.1"), _venue.Now);
        Assert.Equal((status, code), (answer.Status, answer.Code()));
    }

    [Fact]
    public void headers_tell_the_weight_used_and_the_unfilled_orders()
    {
        var depth = _venue.Get("/api/v3/depth", "symbol=BTCUSDT&limit=5");
        Assert.Equal("5", depth.Header("X-MBX-USED-WEIGHT-1M"));
        var placed = _venue.Signed("POST", "/api/v3/order", Limit);
        Assert.Equal("5", placed.Header("X-MBX-USED-WEIGHT-1M"));
        Assert.Equal("1", placed.Header("X-MBX-ORDER-COUNT-10S"));
        Assert.Equal("1", placed.Header("X-MBX-ORDER-COUNT-1D"));
        Assert.Null(depth.Header("X-MBX-ORDER-COUNT-1D"));
    }

    [Fact]
    public void too_much_weight_is_429_and_too_often_418_each_with_when_to_come_back()
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings
        {
            RateLimits = new RateLimitSettings { WeightPerMinute = 5, RefusalsBeforeBan = 2 },
        });
        Assert.Equal(200, venue.Get("/api/v3/depth", "symbol=BTCUSDT").Status);
        var refused = venue.Get("/api/v3/depth", "symbol=BTCUSDT");
        Assert.Equal((429, -1003), (refused.Status, refused.Code()));
        Assert.Equal("60", refused.Header("Retry-After"));
        var banned = venue.Get("/api/v3/ping");
        Assert.Equal((418, -1003), (banned.Status, banned.Code()));
        Assert.Equal("120", banned.Header("Retry-After"));
    }

    [Theory]
    [InlineData("GET", "/api/v3/nothing", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("PATCH", "/api/v3/order", 405)]
    [InlineData("POST", "/api/v3/userDataStream", 410)]
    [InlineData("GET", "/api/v3/ping/", 200)]
    [InlineData("HEAD", "/api/v3/time", 200)]
    public void addresses_and_verbs_that_lead_nowhere_say_so(string verb, string path, int status) =>
        Assert.Equal(
            status,
            _venue.Core.Rest(new RestRequest(verb, path, "", "", null, "127.0.0.1"), _venue.Now).Status);

    [Fact]
    public void a_failed_replacement_keeps_both_legs_in_the_errors_data()
    {
        var answer = _venue.Signed(
            "POST", "/api/v3/order/cancelReplace",
            Limit + "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId=77");
        Assert.Equal((400, -2022), (answer.Status, answer.Code()));
        var data = answer.Json().GetProperty("data");
        Assert.Equal("FAILURE", data.GetProperty("cancelResult").GetString());
        Assert.Equal("NOT_ATTEMPTED", data.GetProperty("newOrderResult").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void the_keys_rights_are_shown_as_configured(bool mayWithdraw)
    {
        using var venue = new VenueHarness(new SimulatedVenueSettings
        {
            Accounts = [new VenueAccountSettings { CanWithdraw = mayWithdraw }],
        });
        var rights = venue.Signed("GET", "/sapi/v1/account/apiRestrictions").Json();
        Assert.Equal(mayWithdraw, rights.GetProperty("enableWithdrawals").GetBoolean());
        Assert.True(rights.GetProperty("enableSpotAndMarginTrading").GetBoolean());
    }

    [Fact]
    public void what_has_no_name_of_its_own_cannot_be_asked_over_a_websocket()
    {
        var connection = _venue.Connect();
        var error = _venue.Ask(connection, "wallet.apiRestrictions").GetProperty("error");
        Assert.Equal(-1020, error.GetProperty("code").GetInt32());
    }

    public void Dispose() => _venue.Dispose();
}
