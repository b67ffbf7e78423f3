namespace TradingActors.SimulatedVenue;

/// <summary>The addresses at which the venue takes WebSockets.</summary>
internal static class VenuePaths
{
    public const string Api = "/ws-api/v3";

    public static bool IsSocketPath(string path)
    {
        path = path.TrimEnd('/');
        return path is Api or "/ws" || IsCombined(path) || path.StartsWith("/ws/", StringComparison.Ordinal);
    }

    public static bool IsCombined(string path) =>
        path == "/stream" || path.StartsWith("/stream/", StringComparison.Ordinal);
}
