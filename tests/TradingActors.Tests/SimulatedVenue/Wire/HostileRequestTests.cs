using System.Globalization;
using System.Text;
using TradingActors.SimulatedVenue;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Tests.SimulatedVenue.Wire;

/// <summary>
/// Whatever a client sends is answered: an exception on the venue's loop would end the venue for everybody.
/// </summary>
public sealed class HostileRequestTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int Seed = 20260731;

    private static readonly string[] Names =
    [
        "symbol", "symbols", "side", "type", "timeInForce", "quantity", "quoteOrderQty", "price", "stopPrice",
        "newClientOrderId", "origClientOrderId", "orderId", "cancelOrderId", "cancelReplaceMode", "newQty",
        "cancelRestrictions", "newOrderRespType", "selfTradePreventionMode", "icebergQty", "trailingDelta",
        "limit", "fromId", "startTime", "endTime", "interval", "timeZone", "windowSize", "recvWindow",
        "timestamp", "preventedMatchId", "fromExecutionId", "computeCommissionRates", "omitZeroBalances",
        "permissions", "strategyId", "apiKey", "signature", "subscriptionId", "returnRateLimits",
    ];

    private static readonly string[] Values =
    [
        "BTCUSDT", "ETHUSDT", "NOPE", "btcusdt", "[\"BTCUSDT\"]", "[null]", "[]", "[\"BTCUSDT\"", "{}", "BUY",
        "SELL", "LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT",
        "TAKE_PROFIT_LIMIT", "GTC", "IOC", "FOK", "STOP_ON_FAILURE", "ALLOW_FAILURE", "ACK", "FULL", "RESULT",
        "0", "1", "-1", "0.01", "0.00001", "50000", "70000", "100", "99999999999999999999",
        "99999999999999999999.99999999999999999999", "0.00000000000000000001", "79228162514264337593543950335",
        "9223372036854775807", "18446744073709551616", "1e5", "1,5", "NaN", "Infinity", "", " ", "%", "%zz",
        "%00", "\u0000", "\uD800", "\u8FD9\u662F", "true", "false", "null", "1m", "1M", "1s", "1w", "3d", "8",
        "-12:00", "7d", "x", "a.b", "EXPIRE_TAKER", "EXPIRE_MAKER", "DECREMENT", "NONE", "CANCEL_ONLY",
        new string('9', 5_000),
    ];

    private static readonly (string Verb, string Path)[] Routes =
    [
        .. from path in new[]
            {
                "ping", "time", "exchangeInfo", "depth", "trades", "historicalTrades", "aggTrades", "klines",
                "uiKlines", "avgPrice", "ticker", "ticker/24hr", "ticker/tradingDay", "ticker/price",
                "ticker/bookTicker", "order", "order/test", "order/cancelReplace",
                "order/amend/keepPriority", "order/amendments", "openOrders", "allOrders", "account",
                "account/commission", "myTrades", "myFilters", "myPreventedMatches", "rateLimit/order",
                "openOrderList", "userDataStream", "../../admin", "",
            }
            from verb in new[] { "GET", "POST", "PUT", "DELETE" }
            select (verb, "/api/v3/" + path),
    ];

    [Fact]
    public void every_request_over_rest_is_answered()
    {
        using var venue = Venue();
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();
        for (var i = 0; i < Requests; i++)
        {
            var (verb, path) = Routes[random.Next(Routes.Length)];
            var query = Text(random, isPlausible: random.Next(2) == 0);
            var body = random.Next(4) == 0 ? Text(random, isPlausible: false) : "";
            var answer = Answered($"{verb} {path}?{query} {body}", () => random.Next(5) == 0
                ? venue.Core.Rest(
                    new RestRequest(verb, path, query, body, Pick(random, Values), "127.0.0.1"), venue.Now)
                : venue.Signed(verb, path, query, body));
            Assert.InRange(answer.Status, 200, 503);
            if (answer.Body.Length > 0) _ = answer.Json();
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            if (i % 100 == 0) venue.Wait(TimeSpan.FromMilliseconds(500));
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(statuses[200] > Requests / 50, "too few requests went through: nothing was shown");
    }

    [Fact]
    public void every_request_over_the_websocket_is_answered()
    {
        using var venue = Venue();
        var random = new Random(Seed);
        var methods = ApiMethod.All.Keys.Append("nothing").ToArray();
        var connection = venue.Connect();
        for (var i = 0; i < Requests; i++)
        {
            var parameters = Pairs(random, isPlausible: random.Next(2) == 0)
                .DistinctBy(pair => pair.Name)
                .Where(pair => pair.Name is not "apiKey" and not "signature")
                .ToArray();
            var method = Pick(random, methods);
            var answer = Answered(method, () => venue.Ask(connection, method, parameters));
            Assert.True(answer.TryGetProperty("status", out _));
            if (i % 100 == 0) venue.Wait(TimeSpan.FromMilliseconds(500));
        }
    }

    [Theory]
    [InlineData("/ws-api/v3", """{"id":"a-1","method":"depth","params":{"symbol":"BTCUSDT","limit":5}}""")]
    [InlineData("/ws-api/v3", """{"id":1,"method":"v3/ticker.price","params":{"symbols":["BTCUSDT"]}}""")]
    [InlineData("/stream", """{"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@kline_1m"],"id":1}""")]
    [InlineData("/ws", """{"method":"SET_PROPERTY","params":["combined",true],"id":"x"}""")]
    [InlineData("/ws", """{"method":"UNSUBSCRIBE","params":["btcusdt@depth5\\uD800@100ms"],"id":null}""")]
    public void a_frame_with_any_bytes_in_it_is_survived(string path, string template)
    {
        using var venue = Venue();
        var random = new Random(Seed);
        for (var i = 0; i < Requests; i++)
        {
            var frame = Encoding.UTF8.GetBytes(template);
            for (var changes = random.Next(4); changes > 0; changes--)
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            if (random.Next(8) == 0) frame = frame[..random.Next(frame.Length)];
            var connection = venue.Connect(path);
            Answered(Convert.ToHexString(frame), () =>
            {
                venue.Core.Received(connection, frame, venue.Now);
                venue.Core.Tick(venue.Now);
                venue.Core.Disconnected(connection);
                return 0;
            });
        }

        Assert.Equal(200, venue.Get("/api/v3/ping").Status);
    }

    private static VenueHarness Venue() => new(new SimulatedVenueSettings
    {
        RateLimits = new RateLimitSettings
        {
            WeightPerMinute = int.MaxValue,
            RawPerFiveMinutes = int.MaxValue,
            OrdersPerTenSeconds = int.MaxValue,
            OrdersPerDay = int.MaxValue,
        },
    });

    private static T Answered<T>(string request, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"seed {Seed}, {request}: {problem.Message}", problem);
        }
    }

    private static string Text(Random random, bool isPlausible)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Pairs(random, isPlausible))
        {
            if (text.Length > 0) text.Append('&');
            text.Append(name).Append('=').Append(random.Next(2) == 0 ? value : Escape(value));
        }

        return text.ToString();
    }

    private static List<(string Name, string Value)> Pairs(Random random, bool isPlausible)
    {
        var pairs = new List<(string, string)>();
        if (isPlausible)
            pairs.AddRange(
            [
                ("symbol", "BTCUSDT"),
                ("side", random.Next(2) == 0 ? "BUY" : "SELL"),
                ("type", Pick(random, ["LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "TAKE_PROFIT_LIMIT"])),
                ("quantity", Pick(random, ["0.01", "0.001", "99999999999999999999"])),
                ("cancelReplaceMode", "ALLOW_FAILURE"),
                ("orderId", random.Next(1, 50).ToString(CultureInfo.InvariantCulture)),
            ]);
        for (var i = random.Next(5); i > 0; i--) pairs.Add((Pick(random, Names), Pick(random, Values)));
        return pairs;
    }

    private static string Escape(string value)
    {
        try
        {
            return Uri.EscapeDataString(value);
        }
        catch (UriFormatException)
        {
            return value;
        }
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
