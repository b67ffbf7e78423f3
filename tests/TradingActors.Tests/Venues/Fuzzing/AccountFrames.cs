using TradingActors.Domain;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>Every kind of event and of answer that an account's session can meet.</summary>
internal static class AccountFrames
{
    public static readonly string[] Events =
    [
        GoldenFrames.ReportNew, GoldenFrames.ReportTrade, GoldenFrames.ReportCanceled,
        GoldenFrames.ReportNew.Replace("\"x\":\"NEW\"", "\"x\":\"REJECTED\""),
        GoldenFrames.ReportNew.Replace("\"x\":\"NEW\"", "\"x\":\"EXPIRED\",\"eR\":\"FOK\""),
        GoldenFrames.ReportNew.Replace("\"x\":\"NEW\"", "\"x\":\"REPLACED\""),
        GoldenFrames.ReportNew.Replace("\"x\":\"NEW\"", "\"x\":\"TRADE_PREVENTION\",\"v\":3"),
        GoldenFrames.AccountPosition, GoldenFrames.BalanceUpdate,
        """{"e":"listStatus","E":1,"s":"BTCUSDT","g":2,"c":"OCO","l":"EXEC_STARTED","O":[]}""",
        """{"e":"externalLockUpdate","E":1581557507324,"a":"NEO","d":"10.00000000","T":1581557507268}""",
        """{"e":"serverShutdown","E":1770123456789}""",
        """{"e":"eventStreamTerminated","E":1728973001334}""",
    ];

    public const string Accepted =
        """
        {"symbol":"BTCUSDT","orderId":77,"orderListId":-1,"clientOrderId":"a1-7-42",
        "transactTime":1660801715639}
        """;

    private const string Limits =
        """
        ,"rateLimits":[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50,"count":12},
        {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":321}]
        """;

    public static readonly string[] Refusals =
    [
        """ "status":400,"error":{"code":-2010,"msg":"Account has insufficient balance."}""",
        """ "status":400,"error":{"code":-2013,"msg":"Order does not exist."}""",
        """ "status":400,"error":{"code":-2011,"msg":"Unknown order sent."}""",
        """ "status":400,"error":{"code":-1021,"msg":"Timestamp is outside of the recvWindow."}""",
        """ "status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions."}""",
        """ "status":429,"error":{"code":-1003,"msg":"Slow","data":{"retryAfter":1782907300000}}""",
        """ "status":418,"error":{"code":-1003,"msg":"Banned.","data":{"retryAfter":1782907300000}}""",
        """ "status":500,"error":{"code":-1007,"msg":"Timeout. Execution status unknown."}""",
        """ "status":503,"error":{"code":-1000,"msg":"Unknown error, please check your request."}""",
        $$"""
        "status":409,"error":{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{
        "cancelResult":"SUCCESS","newOrderResult":"FAILURE","cancelResponse":{{GoldenFrames.CanceledResult}},
        "newOrderResponse":{"code":-2010,"msg":"Order would immediately match and take."} } }
        """,
        """
        "status":400,"error":{"code":-2022,"msg":"Order cancel-replace failed.","data":{
        "cancelResult":"FAILURE",
        "newOrderResult":"NOT_ATTEMPTED","cancelResponse":{"code":-2011,"msg":"Unknown order sent."},
        "newOrderResponse":null}}
        """,
    ];

    /// <summary>A command about the order of that number, and the good result that belongs to it.</summary>
    public static (VenueCommand Command, string Result) Ask(int kind, string number)
    {
        var id = new VenueClientId($"a1-7-{number}");
        var symbol = SpotSessionHarness.BtcUsdt;
        var (command, result) = kind switch
        {
            0 => ((VenueCommand)SpotSessionHarness.Order(id.Value), Accepted),
            1 => (new CancelAtVenue(id, symbol), GoldenFrames.CanceledResult),
            2 => (
                new ReplaceAtVenue(id, SpotSessionHarness.Order($"r-{number}")),
                $$"""
                {"cancelResult":"SUCCESS","newOrderResult":"SUCCESS",
                "cancelResponse":{{GoldenFrames.CanceledResult}},
                "newOrderResponse":{"symbol":"BTCUSDT","orderId":78,"clientOrderId":"r-{{number}}"} }
                """),
            3 => (
                new CancelAllAtVenue(symbol),
                $"[{GoldenFrames.CanceledResult},{GoldenFrames.CanceledListResult}]"),
            4 => (new QueryOrder(id, symbol), GoldenFrames.OrderStatusResult),
            5 => (new QueryOpenOrders(), $"[{GoldenFrames.OrderStatusResult}]"),
            6 => (new QueryTrades(symbol, new TradeId(0)), GoldenFrames.TradesResult),
            _ => (new QueryBalances(), GoldenFrames.AccountResult),
        };
        return (command, result.Replace("a1-7-42", id.Value));
    }

    public static string Good(long id, string result, bool withLimits) =>
        $$"""{"id":{{id}},"status":200,"result":{{result}}{{(withLimits ? Limits : "")}} }""";

    public static string Wrap(string json) => $$"""{"subscriptionId":0,"event":{{json}} }""";
}
