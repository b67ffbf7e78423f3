using System.Globalization;

namespace TradingActors.Venues.Json;

/// <summary>
/// Numbers as venues write them: plain digits with at most one point. Exponents, signs other than one minus,
/// empty parts and more digits than a decimal holds exactly are refused, never rounded.
/// </summary>
internal static class WireNumber
{
    private const int DigitsMax = 28;

    /// <summary>Enough for any 28-digit decimal with its sign and point.</summary>
    public const int LengthMax = 32;

    public static bool TryParseInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length is 0 or > 18)
            return false;
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            value = value * 10 + digit;
        }

        if (negative)
            value = -value;
        return true;
    }

    /// <summary>
    /// Exact; zeros at the end of the fraction are dropped, so that equal amounts print the same.
    /// </summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0m;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        var end = text.Length;
        var point = text.IndexOf((byte)'.');
        if (point >= 0)
        {
            if (point == 0 || point == end - 1)
                return false;
            while (text[end - 1] == '0')
                end--;
            if (end == point + 1)
                end = point;
        }

        var scale = point >= 0 && end > point ? end - point - 1 : 0;
        var length = scale > 0 ? end - 1 : end;
        if (length == 0)
            return false;
        return length <= 19 && scale <= DigitsMax
            ? TryParseShort(text[..end], scale, negative, out value)
            : TryParseLong(text[..end], scale, negative, out value);
    }

    /// <summary>Plain digits without zeros at the end of the fraction; never an exponent.</summary>
    public static int Format(decimal value, Span<byte> into)
    {
        if (!value.TryFormat(into, out var length, default, CultureInfo.InvariantCulture))
            throw new ArgumentException("the buffer is too short for a decimal", nameof(into));
        if (into[..length].IndexOf((byte)'.') < 0)
            return length;
        while (into[length - 1] == '0')
            length--;
        return into[length - 1] == '.' ? length - 1 : length;
    }

    private static bool TryParseShort(ReadOnlySpan<byte> text, int scale, bool negative, out decimal value)
    {
        value = 0m;
        var digits = 0UL;
        var whole = scale > 0 ? text[..(text.Length - scale - 1)] : text;
        if (!TryAddDigits(whole, ref digits) || !TryAddDigits(text[(text.Length - scale)..], ref digits))
            return false;

        value = new decimal((int)digits, (int)(digits >> 32), 0, negative && digits != 0, (byte)scale);
        return true;
    }

    private static bool TryAddDigits(ReadOnlySpan<byte> text, ref ulong digits)
    {
        var sum = digits;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            sum = sum * 10 + digit;
        }

        digits = sum;
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> text, int scale, bool negative, out decimal value)
    {
        value = 0m;
        var digits = UInt128.Zero;
        var count = 0;
        var pointAt = scale > 0 ? text.Length - scale - 1 : -1;
        for (var at = 0; at < text.Length; at++)
        {
            if (at == pointAt)
                continue;
            var digit = (uint)(text[at] - '0');
            if (digit > 9)
                return false;
            if ((digit != 0 || count > 0) && ++count > DigitsMax)
                return false;
            digits = digits * 10 + digit;
        }

        if (scale > DigitsMax)
            return false;
        value = new decimal(
            (int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), negative && count > 0,
            (byte)scale);
        return true;
    }
}
