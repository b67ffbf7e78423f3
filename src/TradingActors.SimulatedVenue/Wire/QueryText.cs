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
                return Decode(part[(at + 1)..]);
        }

        return null;
    }

    /// <summary>The text less every pair of a name, the rest as it is.</summary>
    public static string Without(string query, string name) => string.Join(
        '&',
        query.Split('&').Where(part => !part.StartsWith(name + "=", StringComparison.Ordinal)));

    /// <summary>Percent signs and plus signs as forms write them.</summary>
    public static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
