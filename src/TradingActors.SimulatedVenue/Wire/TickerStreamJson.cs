using System.Globalization;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>The shapes of the ticker streams.</summary>
internal static class TickerStreamJson
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;
    private const long DayMs = 24 * HourMs;

    /// <summary>What writes the ticker of this name; null where there is none.</summary>
    public static Func<Utf8JsonWriter, SymbolMarket, long, bool>? Find(string name) => name switch
    {
        "miniTicker" => WriteMini,
        "ticker" => WriteDay,
        "ticker_1h" => (json, market, nowMs) => WriteWindow(json, market, nowMs, "1hTicker", HourMs),
        "ticker_4h" => (json, market, nowMs) => WriteWindow(json, market, nowMs, "4hTicker", 4 * HourMs),
        "ticker_1d" => (json, market, nowMs) => WriteWindow(json, market, nowMs, "1dTicker", DayMs),
        _ => null,
    };

    private static bool WriteMini(Utf8JsonWriter json, SymbolMarket market, long nowMs)
    {
        var sum = TickerStatistics.Of(market, nowMs - DayMs, nowMs).Sum;
        Begin(json, "24hrMiniTicker", market, nowMs);
        json.WriteAmount("c"u8, sum.Close);
        WriteRange(json, sum);
        json.WriteEndObject();
        return true;
    }

    private static bool WriteDay(Utf8JsonWriter json, SymbolMarket market, long nowMs)
    {
        var statistics = TickerStatistics.Of(market, nowMs - DayMs, nowMs);
        Begin(json, "24hrTicker", market, nowMs);
        WriteChange(json, statistics);
        json.WriteAmount("x"u8, statistics.Previous);
        json.WriteAmount("Q"u8, statistics.LastQuantity);
        json.WriteAmount("b"u8, statistics.Bid.Price.Value);
        json.WriteAmount("B"u8, statistics.Bid.Size.Value);
        json.WriteAmount("a"u8, statistics.Ask.Price.Value);
        json.WriteAmount("A"u8, statistics.Ask.Size.Value);
        WriteRange(json, statistics.Sum);
        WriteTrades(json, statistics);
        json.WriteEndObject();
        return true;
    }

    private static bool WriteWindow(
        Utf8JsonWriter json, SymbolMarket market, long nowMs, string name, long lengthMs)
    {
        var open = nowMs - lengthMs;
        var statistics = TickerStatistics.Of(market, open - open % MinuteMs, nowMs);
        Begin(json, name, market, nowMs);
        WriteChange(json, statistics);
        WriteRange(json, statistics.Sum);
        WriteTrades(json, statistics);
        json.WriteEndObject();
        return true;
    }

    private static void Begin(Utf8JsonWriter json, string name, SymbolMarket market, long nowMs)
    {
        json.WriteStartObject();
        json.WriteString("e"u8, name);
        json.WriteNumber("E"u8, nowMs);
        json.WriteString("s"u8, market.Listing.Symbol);
    }

    private static void WriteChange(Utf8JsonWriter json, in TickerStatistics statistics)
    {
        json.WriteAmount("p"u8, statistics.Change);
        json.WriteString("P"u8, statistics.ChangePercent.ToString("F3", CultureInfo.InvariantCulture));
        json.WriteAmount("w"u8, Math.Round(statistics.Average, 8));
        json.WriteAmount("c"u8, statistics.Sum.Close);
    }

    private static void WriteRange(Utf8JsonWriter json, Bar sum)
    {
        json.WriteAmount("o"u8, sum.Open);
        json.WriteAmount("h"u8, sum.High);
        json.WriteAmount("l"u8, sum.Low);
        json.WriteAmount("v"u8, sum.Volume);
        json.WriteAmount("q"u8, sum.QuoteVolume);
    }

    private static void WriteTrades(Utf8JsonWriter json, in TickerStatistics statistics)
    {
        json.WriteNumber("O"u8, statistics.OpenMs);
        json.WriteNumber("C"u8, statistics.CloseMs);
        json.WriteNumber("F"u8, statistics.Sum.FirstId);
        json.WriteNumber("L"u8, statistics.Sum.LastId);
        json.WriteNumber("n"u8, statistics.Sum.Trades);
    }
}
