using TradingActors.Domain;

namespace TradingActors.Engine.Orders;

/// <summary>What a new owner does with orders that an earlier epoch left working.</summary>
public enum TakeoverPolicy
{
    Cancel,
    Adopt,
}

/// <summary>
/// How orders are looked after. Reconciliation runs every <paramref name="ReconcileEvery"/>, starts over when
/// it makes
/// no progress for <paramref name="StallAfter"/>; unknown orders are asked for every <paramref
/// name="AskUnknownEvery"/>.
/// A "does not exist" counts after <paramref name="NotFoundAfter"/>. At <paramref name="WorkingMax"/> working
/// orders
/// further intents are refused.
/// </summary>
public sealed record OrderSettings(
    TimeSpan ReconcileEvery,
    TimeSpan StallAfter,
    TimeSpan AskUnknownEvery,
    TimeSpan NotFoundAfter,
    TakeoverPolicy OnTakeover,
    bool HaltCancelsExternal,
    int WorkingMax)
{
    /// <summary>
    /// What a position that was there before the engine had cost, for the account that the settings are read
    /// into; an instrument that is not named is carried at the market's price of that moment.
    /// </summary>
    public IReadOnlyDictionary<Symbol, Price> OpeningCosts { get; init; } = new Dictionary<Symbol, Price>();

    /// <summary>
    /// What an order asks of the venue that leaves it unsaid, where the instrument offers it: risk's own look
    /// for self-matches cannot see orders that cross each other on their way.
    /// </summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }

    public static OrderSettings Read(ConfigReader reader)
    {
        var settings = new OrderSettings(
            reader.Span("reconcile-every"),
            reader.Span("stall-after"),
            reader.Span("ask-unknown-every"),
            reader.Span("not-found-after"),
            reader.Choice("on-takeover", ("cancel", TakeoverPolicy.Cancel), ("adopt", TakeoverPolicy.Adopt)),
            reader.Switch("halt-cancels-external"),
            reader.Whole("working-max", 1, 100_000))
        {
            SelfTradePrevention = reader.Choice("self-trade-prevention",
                ("venue-default", SelfTradePrevention.VenueDefault),
                ("expire-taker", SelfTradePrevention.ExpireTaker),
                ("expire-maker", SelfTradePrevention.ExpireMaker),
                ("expire-both", SelfTradePrevention.ExpireBoth)),
        };
        reader.Finish();
        return settings;
    }
}
