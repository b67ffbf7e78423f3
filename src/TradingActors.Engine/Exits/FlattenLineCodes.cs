namespace TradingActors.Engine.Exits;

/// <summary>
/// What one instrument of a flatten waits for or ended with. Beside these stand the codes of risk's refusals
/// and of the venue's rejections.
/// </summary>
public static class FlattenLineCodes
{
    public const string SliceUnderWay = "SLICE_UNDER_WAY";

    /// <summary>No venue session, or not compared with the venue yet: the position is not known.</summary>
    public const string DeskNotReady = "DESK_NOT_READY";

    public const string CancelsUnderWay = "CANCELS_UNDER_WAY";

    /// <summary>Flat, and orders that may still trade would not go away.</summary>
    public const string OrdersStillWorking = "ORDERS_STILL_WORKING";

    /// <summary>What is held may all be sold already by orders whose fate is open.</summary>
    public const string ReducersStillWorking = "REDUCERS_STILL_WORKING";

    public const string InstrumentUnknown = "INSTRUMENT_UNKNOWN";

    public const string InstrumentNotTrading = "INSTRUMENT_NOT_TRADING";

    public const string QuoteMissing = "QUOTE_MISSING";

    public const string QuoteStale = "QUOTE_STALE";

    public const string QuoteUnsound = "QUOTE_UNSOUND";

    /// <summary>A short pause after an order that filled nothing.</summary>
    public const string Pausing = "PAUSING";

    /// <summary>The smallest order that the venue takes is above <c>slice-notional-max</c>.</summary>
    public const string SliceTooSmall = "SLICE_TOO_SMALL";

    public const string SlicesExhausted = "SLICES_EXHAUSTED";

    public const string AttemptsExhausted = "ATTEMPTS_EXHAUSTED";

    public const string Dust = "DUST";

    public const string Flat = "FLAT";

    public const string NothingFilled = "NOTHING_FILLED";

    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";

    public const string SliceTimedOut = "SLICE_TIMED_OUT";
}
