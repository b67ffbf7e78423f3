namespace TradingActors.SimulatedVenue;

/// <summary>Reads the query of an address.</summary>
internal static class QueryText
{
    /// <summary>The first value of a name, decoded; null when it is not there.</summary>
    public static string? Value(string query, string name)
    {
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && part.AsSpan(0, at).SequenceEqual(name))
                return Uri.UnescapeDataString(part[(at + 1)..]);
        }

        return null;
    }
}
