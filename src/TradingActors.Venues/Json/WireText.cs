using System.Text.Unicode;

namespace TradingActors.Venues.Json;

/// <summary>
/// What a name or an amount from outside may look like before it becomes part of an event. The bounds lie
/// far beyond anything a venue trades in and keep every product of a price and a quantity within a decimal.
/// </summary>
internal static class WireText
{
    private const int LengthMax = 64;
    private const decimal PriceMax = 1_000_000_000_000m;
    private const decimal QuantityMax = 1_000_000_000_000_000m;

    /// <summary>Of an order: visible ASCII; the only escape is that of the slash.</summary>
    public static bool IsId(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LengthMax)
            return false;
        for (var i = 0; i < text.Length; i++)
            if (text[i] is < (byte)'!' or > (byte)'~'
                || (text[i] == '\\' && (i + 1 == text.Length || text[++i] != '/')))
                return false;
        return true;
    }

    /// <summary>Of a symbol or an asset: sound UTF-8 in which nothing needs an escape.</summary>
    public static bool IsName(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= LengthMax && text.IndexOfAny((byte)'\\', (byte)' ') < 0
        && Utf8.IsValid(text);

    /// <summary>A price, or the zero that stands for none.</summary>
    public static bool IsPrice(decimal value) => !decimal.IsNegative(value) && value <= PriceMax;

    public static bool IsQuantity(decimal value) => !decimal.IsNegative(value) && value <= QuantityMax;
}
