using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;

namespace TradingActors.Tests.Venues;

/// <summary>
/// A spot session with its clock and the venue's side of the conversation, written out by hand.
/// </summary>
internal sealed class SpotSessionHarness : IDisposable
{
    public const string ApiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    public const string HmacSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    /// <summary>The example key of the venue's documentation.</summary>
    public const string Ed25519Secret =
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u
        -----END PRIVATE KEY-----
        """;

    public static readonly DateTimeOffset Start = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Symbol BtcUsdt = new("BTCUSDT");

    public SpotSessionHarness(
        string secret = HmacSecret, Func<BinanceSpotSettings, BinanceSpotSettings>? with = null)
    {
        var settings = new BinanceSpotSettings(ApiKey, VenueSecret.FromText(secret), [BtcUsdt]);
        Session = new BinanceSpotSession(with is null ? settings : with(settings), Sink);
    }

    public RecordingSink Sink { get; } = new();

    public BinanceSpotSession Session { get; }

    public Instant Now { get; private set; } = new(Start, TimeSpan.FromHours(1));

    public void Advance(double seconds) => Now = Now.Plus(TimeSpan.FromSeconds(seconds));

    public void Receive(string frame) => Session.Received(Encoding.UTF8.GetBytes(frame), Now);

    /// <summary>The id of the newest request of the method.</summary>
    public long IdOf(string method)
    {
        for (var i = Sink.Frames.Count - 1; i >= 0; i--)
        {
            using var json = JsonDocument.Parse(Sink.Frames[i]);
            if (json.RootElement.GetProperty("method").GetString() == method)
                return json.RootElement.GetProperty("id").GetInt64();
        }

        throw new InvalidOperationException($"nothing was sent with the method {method}");
    }

    public void Answer(string method, string result) =>
        Receive($$"""{"id":{{IdOf(method)}},"status":200,"result":{{result}}}""");

    public void Refuse(string method, int status, int code, string message, string data = "null") =>
        Receive(
            $$"""
            {"id":{{IdOf(method)}},"status":{{status}},
            "error":{"code":{{code}},"msg":"{{message}}","data":{{data}} } }
            """);

    public void Event(string json) => Receive($$"""{"subscriptionId":0,"event":{{json}}}""");

    public void AnswerTime(double offsetMs = 0) =>
        Answer("time", $$"""{"serverTime":{{Ms(Now.Wall.AddMilliseconds(offsetMs))}}}""");

    public SpotSessionHarness MakeReady(double offsetMs = 0)
    {
        Session.Opened(Now);
        Answer("exchangeInfo", GoldenFrames.ExchangeInfoResult);
        AnswerTime(offsetMs);
        if (Sink.Frames.Any(f => f.Contains("session.logon", StringComparison.Ordinal)))
        {
            Answer("session.logon", $$"""{"apiKey":"{{ApiKey}}","authorizedSince":1,"connectedSince":1}""");
            Answer("userDataStream.subscribe", """{"subscriptionId":0}""");
        }
        else
            Answer("userDataStream.subscribe.signature", """{"subscriptionId":0}""");

        Sink.Take();
        return this;
    }

    public static string Ms(DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public static PlaceAtVenue Order(string id = "a1-7-42") => new(
        new VenueClientId(id), BtcUsdt, Side.Sell, OrderType.Limit, TimeInForce.Gtc,
        new Quantity(0.01000000m), new Price(52000.10m));

    public void Dispose() => Session.Dispose();
}
