namespace TradingActors.Tests.Venues;

/// <summary>Frames as the venue's documentation describes them, field for field.</summary>
internal static class GoldenFrames
{
    public const string ExchangeInfoResult =
        """
        {"timezone":"UTC","serverTime":1655969291181,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT",
        "interval":"MINUTE","intervalNum":1,"limit":6000}],"exchangeFilters":[],"symbols":[{
        "symbol":"BTCUSDT",
        "status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,"quoteAsset":"USDT","quotePrecision":8,
        "orderTypes":["LIMIT","LIMIT_MAKER","MARKET"],"isSpotTradingAllowed":true,"filters":[
        {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000",
        "tickSize":"0.01000000"},
        {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
        {"filterType":"ICEBERG_PARTS","limit":100},
        {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"109.9","stepSize":"0.00000000"},
        {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
        "maxNotional":"9000000.00000000",
        "applyMaxToMarket":false,"avgPriceMins":5}],"permissions":[],"permissionSets":[["SPOT","MARGIN"]],
        "defaultSelfTradePreventionMode":"NONE"}],
        "sors":[{"baseAsset":"BTC","symbols":["BTCUSDT","BTCUSDC"]}]}
        """;

    public const string ReportNew =
        """
        {"e":"executionReport","E":1499405658658,"s":"BTCUSDT","c":"a1-7-42","S":"SELL","o":"LIMIT","f":"GTC",
        "q":"1.00000000","p":"0.10264410","P":"0.00000000","F":"0.00000000","g":-1,"C":"","x":"NEW","X":"NEW",
        "r":"NONE","i":4293153,"l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,
        "T":1499405658657,"t":-1,"I":8641984,"w":true,"m":false,"M":false,"O":1499405658657,"Z":"0.00000000",
        "Y":"0.00000000","Q":"0.00000000","W":1499405658657,"V":"NONE"}
        """;

    public const string ReportTrade =
        """
        {"e":"executionReport","E":1499405658849,"s":"BTCUSDT","c":"a1-7-42","S":"BUY","o":"LIMIT","f":"GTC",
        "q":"1.00000000","p":"52000.10000000","P":"0.00000000","F":"0.00000000","g":-1,"C":"","x":"TRADE",
        "X":"PARTIALLY_FILLED","r":"NONE","i":4293153,"l":"0.25000000","z":"0.75000000","L":"52000.05000000",
        "n":"0.00025000","N":"BNB","T":1499405658848,"t":77517,"I":8641990,"w":false,"m":true,"M":true,
        "O":1499405658657,"Z":"39000.0","Y":"13000.0125","Q":"0.00000000","W":1499405658657,"V":"NONE"}
        """;

    public const string ReportCanceled =
        """
        {"e":"executionReport","E":1499405658900,"s":"BTCUSDT","c":"91fe37ce9e69c90d6358c0",
        "S":"SELL","o":"LIMIT","f":"GTC","q":"1.00000000","p":"0.10264410","P":"0.00000000",
        "F":"0.00000000","g":-1,"C":"a1-7-42",
        "x":"CANCELED","X":"CANCELED","r":"NONE","i":4293153,"l":"0.00000000",
        "z":"0.75000000","L":"0.00000000","n":"0","N":null,"T":1499405658899,"t":-1,"I":8641999,
        "w":false,"m":false,"M":false,"O":1499405658657,
        "Z":"0.00000000","Y":"0.00000000","Q":"0.00000000","V":"NONE"}
        """;

    public const string AccountPosition =
        """
        {"e":"outboundAccountPosition","E":1728972148778,"u":1728972148770,"B":[
        {"a":"BTC","f":"11818.00000000","l":"182.00000000"},
        {"a":"USDT","f":"10580.00000000","l":"70.00000000"}]}
        """;

    public const string BalanceUpdate =
        """{"e":"balanceUpdate","E":1573200697110,"a":"BTC","d":"-100.00000000","T":1573200697068}""";

    public const string OrderStatusResult =
        """
        {"symbol":"BTCUSDT","orderId":12569099453,"orderListId":-1,"clientOrderId":"a1-7-42",
        "price":"23416.10000000","origQty":"0.00847000","executedQty":"0.00720000",
        "cummulativeQuoteQty":"172.43931000",
        "status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT_MAKER","side":"SELL",
        "stopPrice":"0.00000000","icebergQty":"0.00000000","time":1660801715639,
        "updateTime":1660801717945,"isWorking":true,
        "workingTime":1660801715639,"origQuoteOrderQty":"0.00000000","selfTradePreventionMode":"NONE"}
        """;

    public const string CanceledResult =
        """
        {"symbol":"BTCUSDT","origClientOrderId":"a1-7-42","orderId":125690984230,"orderListId":-1,
        "clientOrderId":"91fe37ce9e69c90d6358c0","transactTime":1684804350068,"price":"23450.00000000",
        "origQty":"0.00847000","executedQty":"0.00001000","origQuoteOrderQty":"0.000000",
        "cummulativeQuoteQty":"0.23450000","status":"CANCELED","timeInForce":"GTC","type":"LIMIT",
        "side":"SELL","selfTradePreventionMode":"NONE"}
        """;

    public const string CanceledListResult =
        """
        {"orderListId":19431,"contingencyType":"OCO","listStatusType":"ALL_DONE","listOrderStatus":"ALL_DONE",
        "listClientOrderId":"iuVNVJYYrByz6C4yGOPPK0","transactionTime":1660803702431,
        "symbol":"BTCUSDT","orders":[
        {"symbol":"BTCUSDT","orderId":12569099453,"clientOrderId":"bX5wROblo6YeDwa9iTLeyY"}],"orderReports":[
        {"symbol":"BTCUSDT","origClientOrderId":"bX5wROblo6YeDwa9iTLeyY","orderId":12569099453,
        "orderListId":19431,"clientOrderId":"OFFXQtxVFZ6Nbcg4PgE2DA","transactTime":1684804350068,
        "price":"23450.50000000",
        "origQty":"0.00850000","executedQty":"0.00000000","status":"CANCELED","timeInForce":"GTC",
        "type":"STOP_LOSS_LIMIT","side":"BUY","stopPrice":"23430.00000000"}]}
        """;

    public const string TradesResult =
        """
        [{"symbol":"BTCUSDT","id":1650422481,"orderId":12569099453,"orderListId":-1,"price":"23416.10000000",
        "qty":"0.00635000","quoteQty":"148.69223500","commission":"0.00000000","commissionAsset":"BNB",
        "time":1660801715793,"isBuyer":false,"isMaker":true,"isBestMatch":true},
        {"symbol":"BTCUSDT","id":1650422482,"orderId":12569099453,"orderListId":-1,"price":"23416.50000000",
        "qty":"0.00212000","quoteQty":"49.64298000","commission":"0.00100000","commissionAsset":"USDT",
        "time":1660801715793,"isBuyer":true,"isMaker":false,"isBestMatch":true}]
        """;

    public const string AccountResult =
        """
        {"makerCommission":15,"canTrade":true,"commissionRates":{"maker":"0.00150000","taker":"0.00150000"},
        "brokered":false,"updateTime":1660801833000,"accountType":"SPOT","balances":[
        {"asset":"BNB","free":"0.00000000","locked":"0.00000000"},{"asset":"BTC","free":"1.3447112",
        "locked":"0.08600000"}],"permissions":["SPOT"],"uid":354937868}
        """;

    public const string BookTicker =
        """{"stream":"btcusdt@bookTicker","data":{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","""
        + "\"B\":\"3.78826000\",\"a\":\"61837.64000000\",\"A\":\"1.54698000\"}}";

    public const string Trade =
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"""
        + "\"p\":\"61837.63000000\",\"q\":\"0.02000000\",\"T\":1723161255342,\"m\":true,\"M\":true}}";

    public const string Depth =
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255308,"s":"BTCUSDT","""
        + """ "U":101,"u":105,"b":[["55653.87000000","0.00000000"]],"""
        + """ "a":[["61838.04000000","0.32332000"],["61844.30000000","0.40163000"]]}}""";

    public const string SnapshotResult =
        """
        {"lastUpdateId":102,"bids":[["61837.63000000","3.78826000"],["55653.87000000","1.00000000"]],
        "asks":[["61837.64000000","1.54698000"]]}
        """;
}
