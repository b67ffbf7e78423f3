using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>Decimals as text: plain digits, a point, never an exponent or a culture's sign.</summary>
internal static class DecimalFormat
{
    /// <summary>Dividing by one of full scale drops trailing zeros.</summary>
    private const decimal FullScaleOne = 1.0000000000000000000000000000m;

    /// <summary>As few digits as say it exactly.</summary>
    public static string Plain(decimal value) =>
        (value / FullScaleOne).ToString(CultureInfo.InvariantCulture);

    /// <summary>Eight decimals, as the venue writes amounts; more only where an amount has more.</summary>
    public static string Wire(decimal value)
    {
        var trimmed = value / FullScaleOne;
        return trimmed.Scale > 8
            ? trimmed.ToString(CultureInfo.InvariantCulture)
            : trimmed.ToString("F8", CultureInfo.InvariantCulture);
    }
}
