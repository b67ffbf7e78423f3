namespace TradingActors.SimulatedVenue;

/// <summary>
/// Each run of the venue on the same ledger numbers its trades and book updates in a range of its own, above
/// those of the runs before, so that no id comes twice although trades of others are not in the ledger.
/// </summary>
internal static class TradeIds
{
    private const long PerRun = 10_000_000_000;

    /// <summary>Own fills in a recorded market lie above every id that a recording can hold.</summary>
    private const long OwnBase = 1_000_000_000_000_000;

    public static long First(int run) => run * PerRun + 1;

    public static long FirstBesideRecording(int run) => OwnBase + First(run);
}
