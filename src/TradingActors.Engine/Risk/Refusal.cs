using System.Globalization;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Why an order was refused, with its numbers: <c>NOTIONAL_ABOVE_MAX limit=50000 was=61837.63</c>.
/// <paramref name="Limit"/> and <paramref name="Actual"/> are null where the code has no numbers;
/// <paramref name="Detail"/> names the field, instrument or scope it is about.
/// </summary>
public sealed record Refusal(
    RefusalCode Code, decimal? Limit = null, decimal? Actual = null, string Detail = "")
{
    /// <summary>The stable spelling of the code: <c>NOTIONAL_ABOVE_MAX</c>.</summary>
    public string CodeText => RefusalCodes.Text(Code);

    public override string ToString()
    {
        var text = CodeText;
        if (Limit is { } limit)
            text += string.Create(CultureInfo.InvariantCulture, $" limit={limit}");
        if (Actual is { } actual)
            text += string.Create(CultureInfo.InvariantCulture, $" was={actual}");
        return Detail.Length == 0 ? text : $"{text} ({Detail})";
    }
}
