using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues;

/// <summary>What one broken frame of each kind does, and what a flood of them does.</summary>
public class HostileFrameTests
{
    private static readonly Instant Start = new(SpotSessionHarness.Start, TimeSpan.FromHours(1));

    public static TheoryData<string, byte[]> Frames()
    {
        var report = Wrap(GoldenFrames.ReportTrade);
        var frames = new TheoryData<string, byte[]>
        {
            { "truncated", Bytes(report)[..300] },
            { "one byte short", Bytes(report)[..^1] },
            { "empty", [] },
            { "no JSON", Bytes("GET / HTTP/1.1") },
            { "two values", Bytes(report + report) },
            { "invalid UTF-8 in an id", Broken(report, "a1-7-42", [0xC3, 0x28]) },
            { "half a surrogate in an asset", Broken(report, "BNB", [0xED, 0xA0, 0x80]) },
            { "an exponent", Bytes(report.Replace("0.25000000", "2.5e-1")) },
            { "400 digits", Bytes(report.Replace("0.25000000", new string('9', 400))) },
            { "400 decimals", Bytes(report.Replace("0.25000000", "0." + new string('3', 400))) },
            { "a price beyond all bounds", Bytes(report.Replace("52000.05000000", "99999999999999999999")) },
            { "a negative quantity", Bytes(report.Replace("0.25000000", "-0.25")) },
            { "a fill of nothing", Bytes(report.Replace("0.25000000", "0.00000000")) },
            { "more now than altogether", Bytes(report.Replace("0.25000000", "0.80")) },
            { "more altogether than ordered", Bytes(report.Replace("0.75000000", "1.75")) },
            { "a fee in no asset", Bytes(report.Replace("\"BNB\"", "null")) },
            { "an empty id", Bytes(report.Replace("a1-7-42", "")) },
            { "an empty symbol", Bytes(report.Replace("BTCUSDT", "")) },
            { "a number for a string", Bytes(report.Replace("\"BTCUSDT\"", "17")) },
            { "deep nesting", Bytes($$"""{"x":{{new string('[', 100_000)}}""") },
            { "deep nesting, closed", Bytes($$"""{"x":{{new string('[', 65)}}{{new string(']', 65)}} }""") },
        };
        foreach (var field in "scSoqxXilzLT")
            frames.Add($"without {field}", Bytes(report.Replace($"\"{field}\":", "\"unknown\":")));
        return frames;
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void a_broken_frame_is_told_once_with_its_first_bytes_and_the_account_goes_on(
        string what, byte[] frame)
    {
        using var venue = new SpotSessionHarness().MakeReady();

        venue.Session.Received(frame, venue.Now);
        venue.Session.Received(frame, venue.Now);

        var told = Assert.IsType<VenueFrameUnreadable>(Assert.Single(venue.Sink.Take()));
        Assert.InRange(told.Reason.Length, 1, 200);
        Assert.True(Encoding.UTF8.GetByteCount(told.Excerpt) <= 200, what);
        venue.Event(GoldenFrames.ReportTrade);
        Assert.IsType<VenueFill>(Assert.Single(venue.Sink.Take()));
    }

    [Fact]
    public void a_flood_of_bad_frames_is_counted_and_told_a_bounded_number_of_times()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        for (var i = 0; i < 100_000; i++)
            venue.Receive($$"""{"id":{{900_000 + i}},"status":200,"result":{"serverTime":1} }""");
        for (var i = 0; i < 1_000; i++)
            venue.Receive(new string('[', i));
        var told = venue.Sink.Take().Cast<VenueFrameUnreadable>().ToArray();

        Assert.InRange(told.Length, 2, 32);
        venue.Advance(61);
        venue.Session.Tick(venue.Now);
        told = [.. told, .. venue.Sink.Take().OfType<VenueFrameUnreadable>()];
        Assert.Equal(101_000, told.Sum(t => 1 + t.Untold) - 1);
    }

    [Fact]
    public void a_flood_of_unknown_types_is_told_of_a_bounded_number_of_times()
    {
        using var venue = new SpotSessionHarness().MakeReady();

        for (var i = 0; i < 10_000; i++)
            venue.Event($$"""{"e":"new{{i.ToString(CultureInfo.InvariantCulture)}}","E":1}""");

        Assert.Equal(64, venue.Sink.Take().Length);
    }

    [Fact]
    public void a_frame_of_64_MiB_costs_an_account_session_no_memory()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        byte[][] frames =
        [
            Huge("""{"subscriptionId":0,"event":{"e":" """), Huge("""{"subscriptionId":0,"event":{"x":" """),
            Huge($$"""{"id":{{venue.IdOf("time")}},"status":400,"error":{"code":-1,"msg":" """),
            Huge("""{"subscriptionId":0,"event":{"e":" """, end: "\"}}"),
            Huge(GoldenFrames.ReportTrade[..60]),
            Huge(
                $$"""{"id":{{venue.IdOf("time")}},"status":429,"error":{"code":-1,"msg":" """, end: "\"}}"),
        ];

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
            venue.Session.Received(frame, venue.Now);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 1024 * 1024);
        Assert.True(venue.Session.IsReady);
    }

    [Fact]
    public void a_frame_of_64_MiB_costs_a_market_data_session_no_memory()
    {
        var sink = new RecordingMarketSink();
        var session = Market(sink);
        byte[][] frames =
        [
            Huge("""{"e":" """), Huge("""{"u":1,"s":" """), Huge("""{"stream":" """),
            Huge("""{"e":" """, end: "\"}"), Huge("""{"u":1,"b":1,"B":1,"a":2,"A":1,"s":" """, end: "\"}"),
            Huge("""{"id":1,"msg":" """, end: "\"}"),
            Huge("""{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"a":[],"b":[[""", "\"1\",\"1\"],["),
        ];

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
            session.Received(MarketDataLane.Streams, frame, Start);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 4 * 1024 * 1024);
        session.Received(MarketDataLane.Streams, Bytes(GoldenFrames.BookTicker), Start);
        Assert.Single(sink.Quotes);
    }

    [Theory]
    [InlineData("61837.63000000", "-1")]
    [InlineData("61837.63000000", "61837.64")]
    [InlineData("61837.63000000", "6e4")]
    [InlineData("3.78826000", "-3")]
    [InlineData("50093239212", "-5")]
    [InlineData("BTCUSDT", "")]
    public void a_quote_that_cannot_be_is_told_once_and_never_shown(string good, string bad)
    {
        var sink = new RecordingMarketSink();
        var session = Market(sink);
        var frame = Bytes(GoldenFrames.BookTicker.Replace(good, bad));

        session.Received(MarketDataLane.Streams, frame, Start);
        session.Received(MarketDataLane.Streams, frame, Start);

        Assert.Empty(sink.Quotes);
        Assert.IsType<VenueFrameUnreadable>(Assert.Single(sink.Events));
    }

    [Fact]
    public void one_id_read_wrongly_freezes_neither_the_quotes_nor_the_book()
    {
        var sink = new RecordingMarketSink();
        var session = Market(sink);
        session.Received(
            MarketDataLane.Streams,
            Bytes(GoldenFrames.BookTicker.Replace("50093239212", "999999999999999999")), Start);

        for (var i = 0; i < 200; i++)
            session.Received(
                MarketDataLane.Streams, Bytes(GoldenFrames.BookTicker.Replace("50093239212", $"{7 + i}")),
                Start);

        Assert.Equal(206, sink.Quotes[^1].UpdateId);
    }

    private static BinanceMarketDataSession Market(RecordingMarketSink sink)
    {
        var session = new BinanceMarketDataSession(
            new BinanceMarketDataSettings([SpotSessionHarness.BtcUsdt]), sink);
        session.Opened(MarketDataLane.Streams, Start);
        return session;
    }

    /// <summary>The beginning of a frame, and 64 MiB of the same after it.</summary>
    private static byte[] Huge(string begin, string filling = "x", string end = "")
    {
        var frame = new byte[64 * 1024 * 1024];
        var at = Encoding.UTF8.GetBytes(begin, frame);
        var more = Encoding.UTF8.GetBytes(filling);
        for (var i = at; i < frame.Length; i++)
            frame[i] = more[(i - at) % more.Length];
        Encoding.UTF8.GetBytes(end, frame.AsSpan(frame.Length - end.Length));
        return frame;
    }

    private static byte[] Broken(string frame, string at, byte[] with)
    {
        var start = frame.IndexOf(at, StringComparison.Ordinal);
        return [.. Bytes(frame[..start]), .. with, .. Bytes(frame[(start + at.Length)..])];
    }

    private static string Wrap(string json) => $$"""{"subscriptionId":0,"event":{{json}} }""";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
