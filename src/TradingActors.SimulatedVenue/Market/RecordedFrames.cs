using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Reads the payloads of a recording. What is missing or malformed is named in a <see cref="JsonException"/>.
/// </summary>
internal static class RecordedFrames
{
    public static (long UpdateId, BookLevel Bid, BookLevel Ask) BookTicker(ReadOnlySpan<byte> data)
    {
        long? updateId = null;
        decimal? bid = null, bidSize = null, ask = null, askSize = null;
        var reader = Begin(data);
        while (NextField(ref reader))
            switch (Letter(ref reader))
            {
                case 'u': updateId = Whole(ref reader, "u"); break;
                case 'b': bid = Amount(ref reader, "b"); break;
                case 'B': bidSize = Amount(ref reader, "B"); break;
                case 'a': ask = Amount(ref reader, "a"); break;
                case 'A': askSize = Amount(ref reader, "A"); break;
                default: reader.Skip(); break;
            }

        return (
            updateId ?? throw Missing("u"),
            new BookLevel(new Price(bid ?? throw Missing("b")), new Quantity(bidSize ?? throw Missing("B"))),
            new BookLevel(new Price(ask ?? throw Missing("a")), new Quantity(askSize ?? throw Missing("A"))));
    }

    public static RecordedTrade Trade(ReadOnlySpan<byte> data)
    {
        long? id = null, time = null;
        decimal? price = null, quantity = null;
        bool? isBuyerMaker = null;
        var reader = Begin(data);
        while (NextField(ref reader))
            switch (Letter(ref reader))
            {
                case 't': id = Whole(ref reader, "t"); break;
                case 'T': time = Whole(ref reader, "T"); break;
                case 'p': price = Amount(ref reader, "p"); break;
                case 'q': quantity = Amount(ref reader, "q"); break;
                case 'm':
                    isBuyerMaker = reader.TokenType switch
                    {
                        JsonTokenType.True => true,
                        JsonTokenType.False => false,
                        _ => throw new JsonException("the field m is not true or false"),
                    };
                    break;
                default: reader.Skip(); break;
            }

        return new RecordedTrade(
            id ?? throw Missing("t"),
            price ?? throw Missing("p"),
            quantity ?? throw Missing("q"),
            isBuyerMaker ?? throw Missing("m"),
            time ?? throw Missing("T"));
    }

    /// <summary>A depth diff (<c>U u b a</c>) or a snapshot (<c>lastUpdateId bids asks</c>).</summary>
    public static (long FirstId, long LastId, long AtMs) Depth(
        ReadOnlySpan<byte> data, List<BookLevel> bids, List<BookLevel> asks)
    {
        long? firstId = null, lastId = null, at = null;
        bids.Clear();
        asks.Clear();
        var hasBids = false;
        var hasAsks = false;
        var reader = Begin(data);
        while (NextFieldName(ref reader, out var name))
            switch (name)
            {
                case "U": firstId = Whole(ref reader, "U"); break;
                case "u": lastId = Whole(ref reader, "u"); break;
                case "E": at = Whole(ref reader, "E"); break;
                case "lastUpdateId": lastId = firstId = Whole(ref reader, "lastUpdateId"); break;
                case "b" or "bids": hasBids = Levels(ref reader, name, bids); break;
                case "a" or "asks": hasAsks = Levels(ref reader, name, asks); break;
                default: reader.Skip(); break;
            }

        if (!hasBids) throw Missing("b");
        if (!hasAsks) throw Missing("a");
        return (firstId ?? throw Missing("U"), lastId ?? throw Missing("u"), at ?? 0);
    }

    private static bool Levels(ref Utf8JsonReader reader, string field, List<BookLevel> levels)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"the field {field} is not a list");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var price = Amount(ref reader, field);
            reader.Read();
            var size = Amount(ref reader, field);
            levels.Add(new BookLevel(new Price(price), new Quantity(size)));
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                throw new JsonException($"a level of {field} has more than price and size");
        }

        return true;
    }

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        return reader;
    }

    private static bool NextField(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The name of a one-letter field, with the reader moved on to its value.</summary>
    private static char Letter(ref Utf8JsonReader reader)
    {
        var letter = reader.ValueSpan.Length == 1 ? (char)reader.ValueSpan[0] : '\0';
        reader.Read();
        return letter;
    }

    private static bool NextFieldName(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!NextField(ref reader)) return false;
        name = reader.ValueSpan.Length == 1
            ? OneLetter(reader.ValueSpan[0])
            : Encoding.UTF8.GetString(reader.ValueSpan);
        return reader.Read();
    }

    private static string OneLetter(byte letter) => letter switch
    {
        (byte)'U' => "U",
        (byte)'u' => "u",
        (byte)'E' => "E",
        (byte)'b' => "b",
        (byte)'a' => "a",
        _ => "",
    };

    private static long Whole(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value)
            ? value
            : throw new JsonException($"the field {field} is not a whole number");

    private static decimal Amount(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.String
        && Utf8Parser.TryParse(reader.ValueSpan, out decimal value, out var used)
        && used == reader.ValueSpan.Length
        && value >= 0m
            ? value
            : throw new JsonException($"the field {field} is not an amount");

    private static JsonException Missing(string field) => new($"the field {field} is missing");
}
