namespace TradingActors.Engine.Connection;

/// <summary>What a request is for, which decides who goes without first.</summary>
public enum RateUse
{
    /// <summary>
    /// Snapshots and the like: leaves the shares of cancels and queries alone and has a ceiling of its own.
    /// </summary>
    MarketData,

    /// <summary>New and replacing orders: leave the unused shares of cancels and queries alone.</summary>
    Order,

    /// <summary>Reconciliation: leaves the unused share of cancels alone.</summary>
    Query,

    /// <summary>Goes while the venue allows any.</summary>
    Cancel,

    /// <summary>
    /// Orders of a flatten: beside what everybody may use they go into half of what is kept for cancels, so
    /// that neither stops the other.
    /// </summary>
    Exit,
}

/// <summary>May the request go out now.</summary>
public enum RateVerdict
{
    /// <summary>It may, and it is counted.</summary>
    Granted,

    /// <summary>The window has no room for this use; it opens again with the next window.</summary>
    Exhausted,

    /// <summary>The venue asked for a pause that is not over.</summary>
    Paused,

    /// <summary>The venue has banned the address: nothing at all is sent.</summary>
    Banned,
}
