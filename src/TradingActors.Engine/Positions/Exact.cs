namespace TradingActors.Engine.Positions;

/// <summary>
/// Products that keep every digit. A decimal has 28; venues write prices and quantities with trailing zeros,
/// which would use up sixteen of them behind the point, so zeros are dropped first: sums of products then
/// stay exact beyond 10^12 even for eight significant decimals in both factors, and beyond 10^20 for the few
/// that instruments really use. At 28 digits decimal rounds the last one; no account gets there.
/// </summary>
public static class Exact
{
    public static decimal Product(decimal a, decimal b) => Trim(a) * Trim(b);

    /// <summary>The same number without trailing zeros behind the point.</summary>
    public static decimal Trim(decimal value)
    {
        int scale = value.Scale;
        if (scale == 0)
            return value;

        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        if (bits[2] != 0)
            return value / 1.0000000000000000000000000000m;

        var digits = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        if (digits == 0)
            return 0m;

        var trimmed = scale;
        while (trimmed > 0)
        {
            var (quotient, rest) = Math.DivRem(digits, 10UL);
            if (rest != 0)
                break;
            digits = quotient;
            trimmed--;
        }

        return trimmed == scale
            ? value
            : new decimal((int)digits, (int)(digits >> 32), 0, value < 0m, (byte)trimmed);
    }
}
