using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Writes a message; false when there is none this time.</summary>
internal delegate bool StreamWriter(Utf8JsonWriter json, long nowMs);

/// <summary>One of <see cref="DerivedStreams"/>: what its name asks for, and when it is due.</summary>
internal sealed class DerivedStream
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _interval;
    private readonly StreamWriter[] _writers;

    private DerivedStream(StreamTopic topic, TimeSpan interval, params StreamWriter[] writers)
    {
        Topic = topic;
        _interval = interval;
        _writers = writers;
    }

    public StreamTopic Topic { get; }

    /// <summary>The first message comes at once.</summary>
    public TimeSpan NextAt { get; private set; }

    /// <summary>The messages of this time, in their order.</summary>
    public IReadOnlyList<StreamWriter> Due(Instant now)
    {
        NextAt = now.Monotonic + _interval;
        return _writers;
    }

    /// <summary>
    /// Reads a stream's name: <c>btcusdt@ticker</c>, <c>!miniTicker@arr</c>, <c>btcusdt@kline_1m</c>,
    /// <c>btcusdt@depth5@100ms</c>. Names are lower case but for the parts that are not.
    /// </summary>
    public static bool TryCreate(
        StreamTopic topic, Exchange exchange, [NotNullWhen(true)] out DerivedStream? stream)
    {
        stream = null;
        var at = topic.Name.IndexOf('@', StringComparison.Ordinal);
        if (at < 1) return false;
        var (symbol, kind) = (topic.Name[..at], topic.Name[(at + 1)..]);
        if (symbol[0] == '!')
        {
            if (kind == "arr" && TickerStreamJson.Find(symbol[1..]) is { } each)
                stream = new DerivedStream(topic, Second, new ChangedTickers(exchange, each).Write);
            return stream is not null;
        }

        if (symbol.Any(char.IsAsciiLetterUpper)
            || !exchange.TryGetMarket(symbol.ToUpperInvariant(), out var market))
            return false;
        stream = Create(topic, market, kind);
        return stream is not null;
    }

    private static DerivedStream? Create(StreamTopic topic, SymbolMarket market, string kind)
    {
        if (TickerStreamJson.Find(kind) is { } ticker)
            return new DerivedStream(topic, Second, (json, nowMs) => ticker(json, market, nowMs));
        if (kind == "avgPrice")
            return new DerivedStream(topic, Second, (json, nowMs) => WriteAverage(json, market, nowMs));
        if (kind.StartsWith("kline_", StringComparison.Ordinal)) return CreateKline(topic, market, kind);
        return TryReadLevels(kind, out var levels, out var isFast)
            ? new DerivedStream(topic, isFast ? Fast : Second, (json, _) => WriteTop(json, market, levels))
            : null;
    }

    /// <summary><c>kline_1m</c>, or <c>kline_1d@+08:00</c> for the only other zone that there is.</summary>
    private static DerivedStream? CreateKline(StreamTopic topic, SymbolMarket market, string kind)
    {
        const string Zone = "@+08:00";
        var name = kind["kline_".Length..];
        var isZoned = name.EndsWith(Zone, StringComparison.Ordinal);
        if (isZoned) name = name[..^Zone.Length];
        if (!KlineInterval.TryParse(name, out var interval)) return null;
        if (isZoned) interval = interval with { OffsetMs = (long)TimeSpan.FromHours(8).TotalMilliseconds };
        var kline = new KlineStream(market, interval);
        return new DerivedStream(
            topic, interval.IsSeconds ? Second : 2 * Second, kline.WriteClosed, kline.WriteCurrent);
    }

    private static bool TryReadLevels(string kind, out int levels, out bool isFast)
    {
        levels = 0;
        isFast = kind.EndsWith("@100ms", StringComparison.Ordinal);
        var name = isFast ? kind[..^"@100ms".Length] : kind.Replace("@1000ms", "", StringComparison.Ordinal);
        if (!name.StartsWith("depth", StringComparison.Ordinal)) return false;
        var count = name.AsSpan("depth".Length);
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out levels)
            && levels is 5 or 10 or 20;
    }

    private static bool WriteAverage(Utf8JsonWriter json, SymbolMarket market, long nowMs)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
        var minutes = market.Listing.AveragePriceMinutes;
        json.WriteStartObject();
        json.WriteString("e"u8, "avgPrice");
        json.WriteNumber("E"u8, nowMs);
        json.WriteString("s"u8, market.Listing.Symbol);
        json.WriteString("i"u8, string.Create(CultureInfo.InvariantCulture, $"{minutes}m"));
        json.WriteAmount("w"u8, Math.Round(market.Prices.At(now) ?? TickerStatistics.Middle(market), 8));
        json.WriteNumber("T"u8, market.Tape.Last?.AtMs ?? nowMs);
        json.WriteEndObject();
        return true;
    }

    private static bool WriteTop(Utf8JsonWriter json, SymbolMarket market, int levels)
    {
        GeneralMethods.WriteDepth(json, market, levels);
        return true;
    }
}
