using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

/// <summary>Each method's answer, whole, from a venue at a fixed time with a fixed seed.</summary>
public sealed partial class ApiMethodTests : IDisposable
{
    private readonly VenueHarness _venue = new();
    private readonly long _api;

    public ApiMethodTests() => _api = _venue.Connect();

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void ping_and_time()
    {
        AssertJson("""{"id":1,"status":200,"result":{}}""", Bare(_venue.AskUnsigned(_api, "ping")));
        AssertJson(
            """{"id":2,"status":200,"result":{"serverTime":1767268800000}}""",
            Bare(_venue.AskUnsigned(_api, "v3/time")));
    }

    [Fact]
    public void a_resting_limit_order_answers_in_full_and_reports_itself()
    {
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        AssertJson(
            """
            {"id":2,"status":200,"result":{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"abc",
            "transactTime":1767268800000,"price":"50000.00000000","origQty":"0.00200000",
            "executedQty":"0.00000000","origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000",
            "status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY","workingTime":1767268800000,"fills":[],
            "selfTradePreventionMode":"EXPIRE_MAKER"},"rateLimits":[
            {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100,"count":1},
            {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000,"count":1},
            {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":4}]}
            """,
            PlaceLimit("abc"));
        var sent = _venue.TakeTexts(_api);
        AssertJson(
            """
            {"subscriptionId":0,"event":{"e":"executionReport","E":1767268800000,"s":"BTCUSDT","c":"abc","S":"BUY",
            "o":"LIMIT","f":"GTC","q":"0.00200000","p":"50000.00000000","P":"0.00000000","F":"0.00000000","g":-1,
            "C":"","x":"NEW","X":"NEW","r":"NONE","i":1,"l":"0.00000000","z":"0.00000000","L":"0.00000000",
            "n":"0","N":null,"T":1767268800000,"t":-1,"I":3,"w":true,"m":false,"M":false,"O":1767268800000,
            "Z":"0.00000000","Y":"0.00000000","Q":"0.00000000","W":1767268800000,"V":"EXPIRE_MAKER"}}
            """,
            sent[1]);
        AssertJson(
            """
            {"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1767268800000,"u":1767268800000,"B":[
            {"a":"BTC","f":"1.00000000","l":"0.00000000"},{"a":"USDT","f":"99900.00000000","l":"100.00000000"}]}}
            """,
            sent[2]);
        Assert.Equal(3, sent.Count);
    }

    [Fact]
    public void ack_and_result_leave_out_what_they_should()
    {
        AssertJson(
            """
            {"id":1,"status":200,"result":{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"a",
            "transactTime":1767268800000}}
            """,
            Bare(PlaceLimit("a", ("newOrderRespType", "ACK"))));
        var result = PlaceLimit("b", ("newOrderRespType", "RESULT")).GetProperty("result");
        Assert.False(result.TryGetProperty("fills", out _));
        Assert.Equal("NEW", result.GetProperty("status").GetString());
    }

    [Fact]
    public void a_taking_order_lists_its_fills_and_reports_each()
    {
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        var result = _venue.Ask(
            _api, "order.place", ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "MARKET"), ("quantity", "0.9"))
            .GetProperty("result");
        Assert.Equal("FILLED", result.GetProperty("status").GetString());
        var fills = result.GetProperty("fills").EnumerateArray().ToList();
        Assert.Equal(0.9m, fills.Sum(fill => Amount(fill, "qty")));
        Assert.All(fills, fill => Assert.Equal(
            decimal.Round(Amount(fill, "price") * Amount(fill, "qty") / 1000m, 8, MidpointRounding.ToZero),
            Amount(fill, "commission")));
        var reports = _venue.TakeTexts(_api)
            .Where(json => json.TryGetProperty("event", out var data) && data.GetProperty("e").GetString() == "executionReport")
            .Select(json => json.GetProperty("event")).ToList();
        Assert.Equal(["NEW", .. fills.Select(_ => "TRADE")], reports.Select(report => report.GetProperty("x").GetString()));
        Assert.Equal(
            fills.Select(fill => fill.GetProperty("tradeId").GetInt64()),
            reports.Skip(1).Select(report => report.GetProperty("t").GetInt64()));
        Assert.Equal("FILLED", reports[^1].GetProperty("X").GetString());
        Assert.Equal(0.9m, Amount(reports[^1], "z"));
        var trades = _venue.Ask(_api, "myTrades", ("symbol", "BTCUSDT")).GetProperty("result");
        Assert.Equal(fills.Count, trades.GetArrayLength());
        Assert.Equal(1, _venue.Ask(
            _api, "myTrades", ("symbol", "BTCUSDT"), ("fromId", fills[^1].GetProperty("tradeId").GetRawText()))
            .GetProperty("result").GetArrayLength());
    }

    [Fact]
    public void cancel_answers_and_reports_both_ids()
    {
        PlaceLimit("abc");
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        AssertJson(
            """
            {"id":3,"status":200,"result":{"symbol":"BTCUSDT","origClientOrderId":"abc","orderId":1,
            "orderListId":-1,"clientOrderId":"bye","transactTime":1767268800000,"price":"50000.00000000",
            "origQty":"0.00200000","executedQty":"0.00000000","origQuoteOrderQty":"0.00000000",
            "cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC","type":"LIMIT",
            "side":"BUY","selfTradePreventionMode":"EXPIRE_MAKER"}}
            """,
            Bare(_venue.Ask(
                _api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "abc"), ("newClientOrderId", "bye"))));
        var report = _venue.TakeTexts(_api)[1].GetProperty("event");
        Assert.Equal(("bye", "abc", "CANCELED"), (
            report.GetProperty("c").GetString(), report.GetProperty("C").GetString(),
            report.GetProperty("x").GetString()));
    }

    [Fact]
    public void order_status_and_open_orders()
    {
        PlaceLimit("abc");
        const string Order =
            """
            {"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"clientOrderId":"abc","price":"50000.00000000",
            "origQty":"0.00200000","executedQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"NEW",
            "timeInForce":"GTC","type":"LIMIT","side":"BUY","stopPrice":"0.00000000","icebergQty":"0.00000000",
            "time":1767268800000,"updateTime":1767268800000,"isWorking":true,"workingTime":1767268800000,
            "origQuoteOrderQty":"0.00000000","selfTradePreventionMode":"EXPIRE_MAKER"}
            """;
        AssertJson(Order, Status(("origClientOrderId", "abc")).GetProperty("result"));
        AssertJson(Order, Status(("orderId", "1")).GetProperty("result"));
        AssertJson("[" + Order + "]", _venue.Ask(_api, "openOrders.status").GetProperty("result"));
        AssertJson("[" + Order + "]", _venue.Ask(_api, "allOrders", ("symbol", "BTCUSDT")).GetProperty("result"));
        AssertError(-2039, Status(("orderId", "1"), ("origClientOrderId", "abd")));
        AssertError(-2013, Status(("origClientOrderId", "abd")));
        AssertError(-1102, Status());
        _venue.Ask(_api, "order.cancel", ("symbol", "BTCUSDT"), ("orderId", "1"));
        Assert.Equal("CANCELED", Status(("origClientOrderId", "abc")).GetProperty("result").GetProperty("status").GetString());
        Assert.Equal(0, _venue.Ask(_api, "openOrders.status").GetProperty("result").GetArrayLength());
    }

    [Fact]
    public void account_status_shows_free_and_locked()
    {
        PlaceLimit("abc");
        var result = _venue.Ask(_api, "account.status").GetProperty("result");
        AssertJson(
            """
            [{"asset":"BTC","free":"1.00000000","locked":"0.00000000"},
            {"asset":"ETH","free":"10.00000000","locked":"0.00000000"},
            {"asset":"USDT","free":"99900.00000000","locked":"100.00000000"}]
            """,
            result.GetProperty("balances"));
        Assert.Equal("0.00100000", result.GetProperty("commissionRates").GetProperty("taker").GetString());
    }

    [Fact]
    public void cancel_all_reports_each_order_and_refuses_when_there_is_none()
    {
        PlaceLimit("a");
        PlaceLimit("b");
        var result = _venue.Ask(_api, "openOrders.cancelAll", ("symbol", "BTCUSDT")).GetProperty("result");
        Assert.Equal(["a", "b"], result.EnumerateArray().Select(order => order.GetProperty("origClientOrderId").GetString()));
        AssertError(-2011, _venue.Ask(_api, "openOrders.cancelAll", ("symbol", "BTCUSDT")), "Unknown order sent.");
    }

    [Fact]
    public void cancel_replace_has_its_three_outcomes()
    {
        PlaceLimit("a");
        var replaced = Replace("a", "b", "STOP_ON_FAILURE", "LIMIT", "50001");
        Assert.Equal(200, replaced.GetProperty("status").GetInt32());
        Assert.Equal("SUCCESS", replaced.GetProperty("result").GetProperty("newOrderResult").GetString());

        var stopped = Replace("nobody", "c", "STOP_ON_FAILURE", "LIMIT", "50001");
        AssertJson(
            """
            {"code":-2022,"msg":"Order cancel-replace failed.","data":{"cancelResult":"FAILURE",
            "newOrderResult":"NOT_ATTEMPTED","cancelResponse":{"code":-2011,"msg":"Unknown order sent."},
            "newOrderResponse":null}}
            """,
            stopped.GetProperty("error"));
        Assert.Equal(400, stopped.GetProperty("status").GetInt32());

        var partial = Replace("b", "d", "STOP_ON_FAILURE", "LIMIT_MAKER", "90000");
        Assert.Equal(409, partial.GetProperty("status").GetInt32());
        var data = partial.GetProperty("error").GetProperty("data");
        Assert.Equal(("SUCCESS", "FAILURE"), (
            data.GetProperty("cancelResult").GetString(), data.GetProperty("newOrderResult").GetString()));
        AssertJson(
            """{"code":-2010,"msg":"Order would immediately match and take."}""",
            data.GetProperty("newOrderResponse"));

        var both = Replace("b", "e", "ALLOW_FAILURE", "LIMIT_MAKER", "90000");
        Assert.Equal((400, -2022), (
            both.GetProperty("status").GetInt32(), both.GetProperty("error").GetProperty("code").GetInt32()));
        var other = Replace("b", "f", "ALLOW_FAILURE", "LIMIT", "50001");
        Assert.Equal(409, other.GetProperty("status").GetInt32());
    }

    [Fact]
    public void cancel_replace_looks_at_filters_before_it_cancels()
    {
        PlaceLimit("a");
        AssertError(-1013, Replace("a", "b", "STOP_ON_FAILURE", "LIMIT", "50000.001"), "Filter failure: PRICE_FILTER");
        Assert.Equal("NEW", Status(("origClientOrderId", "a")).GetProperty("result").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("order.place", -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.")]
    [InlineData("order.place", -1121, "Invalid symbol.", "symbol=XXX")]
    [InlineData("order.place", -1102, "Mandatory parameter 'side' was not sent, was empty/null, or malformed.", "symbol=BTCUSDT")]
    [InlineData("order.place", -1117, "Invalid side.", "symbol=BTCUSDT", "side=buy")]
    [InlineData("order.place", -1116, "Invalid orderType.", "symbol=BTCUSDT", "side=BUY", "type=WISH")]
    [InlineData("order.place", -1102, "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.", "symbol=BTCUSDT", "side=BUY", "type=LIMIT", "price=1", "quantity=1")]
    [InlineData("order.place", -1115, "Invalid timeInForce.", "symbol=BTCUSDT", "side=BUY", "type=LIMIT", "timeInForce=GTX")]
    [InlineData("order.place", -1100, "Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.", "symbol=BTCUSDT", "side=BUY", "type=LIMIT", "timeInForce=GTC", "price=1,5", "quantity=1")]
    [InlineData("order.place", -1100, "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1E-5")]
    [InlineData("order.place", -1100, "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1", "newClientOrderId=a.b")]
    [InlineData("order.place", -1111, "Parameter 'quantity' has too much precision.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=0.000000001")]
    [InlineData("order.place", -1106, "Parameter 'timeInForce' sent when not required.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1", "timeInForce=GTC")]
    [InlineData("order.place", -1102, "Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!", "symbol=BTCUSDT", "side=BUY", "type=STOP_LOSS", "quantity=1")]
    [InlineData("order.place", -1106, "Parameter 'stopPrice' sent when not required.", "symbol=BTCUSDT", "side=BUY", "type=LIMIT", "timeInForce=GTC", "price=1", "quantity=1", "stopPrice=1")]
    [InlineData("order.place", -1013, "Iceberg orders are not supported for this symbol.", "symbol=BTCUSDT", "side=BUY", "type=LIMIT", "timeInForce=GTC", "price=1", "quantity=1", "icebergQty=1")]
    [InlineData("order.place", -1013, "Trailing stop orders are not supported for this symbol.", "symbol=BTCUSDT", "side=BUY", "type=STOP_LOSS", "quantity=1", "trailingDelta=10")]
    [InlineData("order.place", -1013, "This symbol does not allow the specified self-trade prevention mode.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1", "selfTradePreventionMode=TRANSFER")]
    [InlineData("order.place", -1130, "Data sent for parameter 'selfTradePreventionMode' is not valid.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1", "selfTradePreventionMode=MAYBE")]
    [InlineData("order.place", -1134, "`strategyType` was less than 1000000.", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=1", "strategyType=999999")]
    [InlineData("order.place", -1013, "Filter failure: LOT_SIZE", "symbol=BTCUSDT", "side=BUY", "type=MARKET", "quantity=9000.1")]
    [InlineData("order.place", -2010, "Account has insufficient balance for requested action.", "symbol=BTCUSDT", "side=SELL", "type=MARKET", "quantity=2")]
    [InlineData("order.cancel", -1102, "Param 'orderId' or 'origClientOrderId' must be sent, but both were empty/null!", "symbol=BTCUSDT")]
    [InlineData("order.cancel", -2011, "Unknown order sent.", "symbol=BTCUSDT", "orderId=77")]
    [InlineData("order.cancel", -1100, "Illegal characters found in parameter 'orderId'; legal range is '^[0-9]{1,20}$'.", "symbol=BTCUSDT", "orderId=7x")]
    [InlineData("order.cancel", -1145, "Invalid cancelRestrictions", "symbol=BTCUSDT", "orderId=7", "cancelRestrictions=NEVER")]
    [InlineData("order.amend.keepPriority", -1102, "Mandatory parameter 'newQty' was not sent, was empty/null, or malformed.", "symbol=BTCUSDT", "orderId=7")]
    [InlineData("order.amend.keepPriority", -2038, "Unknown order sent.", "symbol=BTCUSDT", "orderId=7", "newQty=1")]
    [InlineData("orderList.place.oco", -1020, "This operation is not supported.")]
    public void what_is_wrong_is_said_in_the_venues_words(
        string method, int code, string message, params string[] parameters) =>
        AssertError(
            code,
            _venue.Ask(_api, method, [.. parameters.Select(text => (text.Split('=')[0], text.Split('=')[1]))]),
            message);

    [Fact]
    public void order_test_checks_and_places_nothing()
    {
        (string, string)[] order =
        [
            ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "50000"),
            ("quantity", "1"),
        ];
        AssertJson("{}", _venue.Ask(_api, "order.test", order).GetProperty("result"));
        Assert.Equal(0, _venue.Core.Judge("main").Counts.Accepted);
    }

    [Fact]
    public void exchange_info_lists_the_filters_that_orders_meet()
    {
        var result = _venue.AskUnsigned(_api, "exchangeInfo", ("symbol", "BTCUSDT")).GetProperty("result");
        AssertJson(
            """
            [{"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
            {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
            {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"120.00000000","stepSize":"0.00000000"},
            {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5.00000000","bidMultiplierDown":"0.20000000",
            "askMultiplierUp":"5.00000000","askMultiplierDown":"0.20000000","avgPriceMins":5},
            {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
            "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
            {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},
            {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5},
            {"filterType":"MAX_NUM_ORDER_AMENDS","maxNumOrderAmends":10}]
            """,
            result.GetProperty("symbols")[0].GetProperty("filters"));
        Assert.Equal(2, _venue.AskUnsigned(_api, "exchangeInfo").GetProperty("result").GetProperty("symbols").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"id":"text","method":"ping"}""", "\"text\"")]
    [InlineData("""{"id":null,"method":"ping","params":{}}""", "null")]
    [InlineData("""{"id":9223372036854775807,"method":"ping","params":[]}""", "9223372036854775807")]
    [InlineData("""{"method":"ping","params":null}""", "null")]
    public void clients_of_all_kinds_are_understood(string frame, string id)
    {
        var answer = _venue.Answer(_api, frame);
        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.Equal(id, answer.GetProperty("id").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"id\":1,")]
    [InlineData("[]")]
    [InlineData("{\"id\":{},\"method\":\"ping\"}")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":1,\"method\":\"ping\",\"params\":7}")]
    [InlineData("{\"id\":1,\"method\":\"ping\"} trailing")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[")]
    public void a_malformed_frame_gets_an_answer_and_the_connection_lives(string frame)
    {
        AssertError(-1135, _venue.Answer(_api, frame));
        Assert.Equal(200, _venue.AskUnsigned(_api, "ping").GetProperty("status").GetInt32());
    }

    [Fact]
    public void a_parameter_sent_twice_is_refused() => AssertError(
        -1101, _venue.Answer(_api, """{"id":1,"method":"time","params":{"a":1,"a":2}}"""));

    [Fact]
    public void rate_limits_are_shown_unless_the_connection_or_the_request_says_no()
    {
        var quiet = _venue.Connect(query: "?returnRateLimits=false");
        Assert.False(_venue.AskUnsigned(quiet, "ping").TryGetProperty("rateLimits", out _));
        Assert.True(_venue.AskUnsigned(quiet, "ping", ("returnRateLimits", "true")).TryGetProperty("rateLimits", out _));
        Assert.False(_venue.AskUnsigned(_api, "ping", ("returnRateLimits", "false")).TryGetProperty("rateLimits", out _));
    }

    private JsonElement PlaceLimit(string id, params (string Name, string Value)[] more) => _venue.Ask(
        _api,
        "order.place",
        [
            ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("price", "50000"),
            ("quantity", "0.002"), ("newClientOrderId", id), .. more,
        ]);

    private JsonElement Status(params (string Name, string Value)[] parameters) =>
        _venue.Ask(_api, "order.status", [("symbol", "BTCUSDT"), .. parameters]);

    private JsonElement Replace(string cancel, string id, string mode, string type, string price)
    {
        List<(string, string)> parameters =
        [
            ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", type), ("price", price), ("quantity", "0.002"),
            ("cancelReplaceMode", mode), ("cancelOrigClientOrderId", cancel), ("newClientOrderId", id),
        ];
        if (type == "LIMIT") parameters.Add(("timeInForce", "GTC"));
        return _venue.Ask(_api, "order.cancelReplace", [.. parameters]);
    }

    private static decimal Amount(JsonElement json, string name) =>
        decimal.Parse(json.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertError(int code, JsonElement answer, string? message = null)
    {
        var error = answer.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        if (message is not null) Assert.Equal(message, error.GetProperty("msg").GetString());
    }

    private static string Bare(JsonElement answer) => LimitsPattern().Replace(answer.GetRawText(), "}");

    private static void AssertJson(string expected, JsonElement actual) => AssertJson(expected, actual.GetRawText());

    private static void AssertJson(string expected, string actual) =>
        Assert.Equal(expected.ReplaceLineEndings(""), actual);

    [GeneratedRegex(""","rateLimits":\[[^]]*\]\}$""")]
    private static partial Regex LimitsPattern();
}
