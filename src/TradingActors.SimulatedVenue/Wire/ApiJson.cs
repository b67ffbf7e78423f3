using System.Text.Encodings.Web;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>How amounts and times are written.</summary>
internal static class ApiJson
{
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static void WriteAmount(this Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal value) =>
        json.WriteString(name, DecimalFormat.Wire(value));

    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset at) =>
        json.WriteNumber(name, at.ToUnixTimeMilliseconds());
}
