namespace TradingActors.Simulation;

/// <summary>
/// The limits of one instrument that the venue's ledger is held against. <paramref name="GrossMax"/> is null
/// where no bound on the gross is judged.
/// </summary>
public sealed record ReservationLimits(decimal PositionMax, int OpenOrdersMax, decimal? GrossMax = null);

/// <summary>
/// The furthest that an account went in an instrument: long and short with everything filled that worked,
/// open orders, and gross at the lowest price that any order of the instrument had.
/// </summary>
public sealed record ReservationPeak(decimal Long, decimal Short, int OpenOrders, decimal Gross)
{
    public static readonly ReservationPeak None = new(0m, 0m, 0, 0m);

    /// <summary>The larger of both directions.</summary>
    public decimal Worst => Math.Max(Long, Short);
}

/// <summary>What the walk found: prefixes above a limit, and how near to the limits the run came.</summary>
public sealed record ReservationReport(
    IReadOnlyList<string> Problems, IReadOnlyDictionary<string, ReservationPeak> Peaks)
{
    public ReservationPeak PeakOf(string symbol) => Peaks.GetValueOrDefault(symbol) ?? ReservationPeak.None;
}
