using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Signing;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

public class BinanceEncoderTests
{
    private const long Stamp = 1645423376532;

    private static readonly VenueClientId Id = new("a1-7-42");
    private static readonly PlaceAtVenue Market = Order() with { Type = OrderType.Market, LimitPrice = null };
    private static readonly PlaceAtVenue PostOnly =
        Order() with { Type = OrderType.PostOnly, Side = Side.Buy };

    private static readonly PlaceAtVenue StopLoss = Market with
    {
        Type = OrderType.StopLoss,
        StopPrice = new Price(50_000m),
        SelfTradePrevention = SelfTradePrevention.ExpireMaker,
    };

    private static readonly PlaceAtVenue TakeProfit =
        Order() with { Type = OrderType.TakeProfitLimit, StopPrice = new Price(52_500.5m) };

    public static TheoryData<string, string> Requests => new()
    {
        {
            "place",
            """
            {"id":7,"method":"order.place","params":{"newClientOrderId":"a1-7-42","newOrderRespType":"ACK",
            "price":"52000.1","quantity":"0.01","recvWindow":5000,"side":"SELL","symbol":"BTCUSDT",
            "timeInForce":"GTC","timestamp":1645423376532,"type":"LIMIT"}}
            """
        },
        {
            "market",
            """
            {"id":7,"method":"order.place","params":{"newClientOrderId":"a1-7-42","newOrderRespType":"ACK",
            "quantity":"0.01","recvWindow":5000,"side":"SELL","symbol":"BTCUSDT",
            "timestamp":1645423376532,"type":"MARKET"}}
            """
        },
        {
            "postonly",
            """
            {"id":7,"method":"order.place","params":{"newClientOrderId":"a1-7-42","newOrderRespType":"ACK",
            "price":"52000.1","quantity":"0.01","recvWindow":5000,"side":"BUY","symbol":"BTCUSDT",
            "timestamp":1645423376532,"type":"LIMIT_MAKER"}}
            """
        },
        {
            "stop",
            """
            {"id":7,"method":"order.place","params":{"newClientOrderId":"a1-7-42","newOrderRespType":"ACK",
            "quantity":"0.01","recvWindow":5000,"selfTradePreventionMode":"EXPIRE_MAKER","side":"SELL",
            "stopPrice":"50000","symbol":"BTCUSDT","timestamp":1645423376532,"type":"STOP_LOSS"}}
            """
        },
        {
            "profit",
            """
            {"id":7,"method":"order.place","params":{"newClientOrderId":"a1-7-42","newOrderRespType":"ACK",
            "price":"52000.1","quantity":"0.01","recvWindow":5000,"side":"SELL","stopPrice":"52500.5",
            "symbol":"BTCUSDT","timeInForce":"GTC","timestamp":1645423376532,"type":"TAKE_PROFIT_LIMIT"}}
            """
        },
        {
            "cancel",
            """
            {"id":7,"method":"order.cancel","params":{"origClientOrderId":"a1-7-42","recvWindow":5000,
            "symbol":"BTCUSDT","timestamp":1645423376532}}
            """
        },
        {
            "replace",
            """
            {"id":7,"method":"order.cancelReplace","params":{"cancelOrigClientOrderId":"old-1",
            "cancelReplaceMode":"STOP_ON_FAILURE","cancelRestrictions":"ONLY_NEW",
            "newClientOrderId":"a1-7-42","newOrderRespType":"ACK","price":"52000.1",
            "quantity":"0.01","recvWindow":5000,"side":"SELL",
            "symbol":"BTCUSDT","timeInForce":"GTC","timestamp":1645423376532,"type":"LIMIT"}}
            """
        },
        {
            "cancelall",
            """
            {"id":7,"method":"openOrders.cancelAll","params":{"recvWindow":5000,"symbol":"BTCUSDT",
            "timestamp":1645423376532}}
            """
        },
        {
            "status",
            """
            {"id":7,"method":"order.status","params":{"origClientOrderId":"a1-7-42","recvWindow":5000,
            "symbol":"BTCUSDT","timestamp":1645423376532}}
            """
        },
        {
            "open",
            """{"id":7,"method":"openOrders.status","params":{"recvWindow":5000,"timestamp":1645423376532}}"""
        },
        {
            "balances",
            """{"id":7,"method":"account.status","params":{"recvWindow":5000,"timestamp":1645423376532}}"""
        },
        {
            "trades",
            """
            {"id":7,"method":"myTrades","params":{"fromId":99,"limit":1000,"recvWindow":5000,
            "symbol":"BTCUSDT","timestamp":1645423376532}}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void a_logged_on_session_sends_its_stamp_alone(string request, string frame)
    {
        using var signer = VenueSecret.FromText(Ed25519Secret).CreateSigner();
        var encoder = new BinanceEncoder(ApiKey, signer, 5000);

        Assert.Equal(frame.ReplaceLineEndings(""), Encoding.UTF8.GetString(Encode(encoder, request)));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void an_hmac_session_signs_all_parameters_in_the_order_of_their_names(string request, string frame)
    {
        using var signer = VenueSecret.FromText(HmacSecret).CreateSigner();
        var encoder = new BinanceEncoder(ApiKey, signer, 5000);

        using var json = JsonDocument.Parse(Encode(encoder, request).ToArray());

        var sent = Parameters(json);
        Assert.Equal(Signature(sent), sent["signature"].GetString());
        Assert.Equal(ApiKey, sent["apiKey"].GetString());
        using var unsigned = JsonDocument.Parse(frame);
        foreach (var expected in unsigned.RootElement.GetProperty("params").EnumerateObject())
            Assert.Equal(expected.Value.GetRawText(), sent[expected.Name].GetRawText());
    }

    [Fact]
    public void a_symbol_beyond_ascii_is_sent_and_signed_as_utf8()
    {
        using var signer = VenueSecret.FromText(HmacSecret).CreateSigner();
        var encoder = new BinanceEncoder(ApiKey, signer, 5000);
        var order = Order() with { Symbol = new Symbol("１２３４５６") };

        using var json = JsonDocument.Parse(encoder.Place(7, order, Stamp).ToArray());

        var sent = Parameters(json);
        Assert.Equal("１２３４５６", sent["symbol"].GetString());
        Assert.Equal(Signature(sent), sent["signature"].GetString());
    }

    [Fact]
    public void a_text_that_would_break_the_frame_is_escaped_there_and_signed_as_it_is()
    {
        using var signer = VenueSecret.FromText(HmacSecret).CreateSigner();
        var encoder = new BinanceEncoder(ApiKey, signer, 5000);
        var query = new QueryOrder(new VenueClientId("a\"b\\c\n"), BtcUsdt);

        using var json = JsonDocument.Parse(encoder.OrderStatus(7, query, Stamp).ToArray());

        var sent = Parameters(json);
        Assert.Equal("a\"b\\c\n", sent["origClientOrderId"].GetString());
        Assert.Equal(Signature(sent), sent["signature"].GetString());
    }

    [Fact]
    public void the_longest_list_of_symbols_fits()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, 500).Select(i => new Symbol($"SYMBOL{i}USDT"))];

        using var json = JsonDocument.Parse(new BinanceEncoder().ExchangeInfo(1, symbols).ToArray());

        Assert.Equal(500, json.RootElement.GetProperty("params").GetProperty("symbols").GetArrayLength());
    }

    private static ReadOnlySpan<byte> Encode(BinanceEncoder encoder, string request) => request switch
    {
        "place" => encoder.Place(7, Order(), Stamp),
        "market" => encoder.Place(7, Market, Stamp),
        "postonly" => encoder.Place(7, PostOnly, Stamp),
        "stop" => encoder.Place(7, StopLoss, Stamp),
        "profit" => encoder.Place(7, TakeProfit, Stamp),
        "cancel" => encoder.Cancel(7, new CancelAtVenue(Id, BtcUsdt), Stamp),
        "replace" => encoder.Replace(7, new ReplaceAtVenue(new VenueClientId("old-1"), Order()), Stamp),
        "cancelall" => encoder.CancelAll(7, new CancelAllAtVenue(BtcUsdt), Stamp),
        "status" => encoder.OrderStatus(7, new QueryOrder(Id, BtcUsdt), Stamp),
        "open" => encoder.OpenOrders(7, Stamp),
        "balances" => encoder.Balances(7, Stamp),
        "trades" => encoder.Trades(7, new QueryTrades(BtcUsdt, new TradeId(99)), Stamp),
        _ => throw new ArgumentException(request),
    };

    private static Dictionary<string, JsonElement> Parameters(JsonDocument json) =>
        json.RootElement.GetProperty("params").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);

    /// <summary>The documentation's three steps, done again without the code under test.</summary>
    private static string Signature(Dictionary<string, JsonElement> parameters)
    {
        var payload = string.Join('&', parameters
            .Where(p => p.Key != "signature")
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value}"));
        return Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(HmacSecret), Encoding.UTF8.GetBytes(payload)));
    }
}
