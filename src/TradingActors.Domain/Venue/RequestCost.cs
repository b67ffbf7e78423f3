namespace TradingActors.Domain;

/// <summary>What a venue counts.</summary>
public enum RateKind
{
    /// <summary>Weight of requests, an address.</summary>
    RequestWeight,

    /// <summary>Orders placed and not filled yet, an account.</summary>
    Orders,

    /// <summary>Requests of any weight, an address.</summary>
    RawRequests,

    /// <summary>Connection attempts, an address.</summary>
    Connections,
}

/// <summary>
/// One of the venue's windows: at most <paramref name="Limit"/> in each <paramref name="Window"/> of
/// its wall clock (aligned: a minute's window begins with the minute). <paramref name="Used"/> is the
/// venue's own count, or null where it named the limit alone.
/// </summary>
public readonly record struct RateUsage(RateKind Kind, TimeSpan Window, int Limit, int? Used);

/// <summary>What one request costs before its outcome is known.</summary>
public readonly record struct RequestCost(int Weight, int Orders = 0);
