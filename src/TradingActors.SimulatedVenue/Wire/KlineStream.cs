using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The candlestick stream of a symbol: each candlestick again and again, and once more when it has closed.
/// </summary>
internal sealed class KlineStream(SymbolMarket market, KlineInterval interval)
{
    private long _openMs;

    /// <summary>The last word on the candlestick that ended since the last message.</summary>
    public bool WriteClosed(Utf8JsonWriter json, long nowMs)
    {
        if (_openMs == 0 || interval.OpenOf(nowMs) == _openMs) return false;
        return Write(json, nowMs, _openMs, isClosed: true);
    }

    public bool WriteCurrent(Utf8JsonWriter json, long nowMs)
    {
        _openMs = interval.OpenOf(nowMs);
        return Write(json, nowMs, _openMs, isClosed: false);
    }

    private bool Write(Utf8JsonWriter json, long nowMs, long openMs, bool isClosed)
    {
        if (Klines.At(market.Tape, interval, openMs) is not { } bar) return false;
        json.WriteStartObject();
        json.WriteString("e"u8, "kline");
        json.WriteNumber("E"u8, nowMs);
        json.WriteString("s"u8, market.Listing.Symbol);
        json.WriteStartObject("k"u8);
        json.WriteNumber("t"u8, openMs);
        json.WriteNumber("T"u8, interval.NextAfter(openMs) - 1);
        json.WriteString("s"u8, market.Listing.Symbol);
        json.WriteString("i"u8, interval.Name);
        json.WriteNumber("f"u8, bar.FirstId);
        json.WriteNumber("L"u8, bar.LastId);
        json.WriteAmount("o"u8, bar.Open);
        json.WriteAmount("c"u8, bar.Close);
        json.WriteAmount("h"u8, bar.High);
        json.WriteAmount("l"u8, bar.Low);
        json.WriteAmount("v"u8, bar.Volume);
        json.WriteNumber("n"u8, bar.Trades);
        json.WriteBoolean("x"u8, isClosed);
        json.WriteAmount("q"u8, bar.QuoteVolume);
        json.WriteAmount("V"u8, bar.TakerVolume);
        json.WriteAmount("Q"u8, bar.TakerQuoteVolume);
        json.WriteString("B"u8, "0");
        json.WriteEndObject();
        json.WriteEndObject();
        return true;
    }
}
