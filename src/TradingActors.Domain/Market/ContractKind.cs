namespace TradingActors.Domain;

/// <summary>
/// What a fill moves. Contracts whose value is not linear in the price (inverse, quanto) take their place
/// here with the first venue that lists one.
/// </summary>
public enum ContractKind
{
    /// <summary>Base asset against quote asset: both balances move by the whole fill.</summary>
    Spot,

    /// <summary>
    /// A margin position: only realised profit and fees move a balance, that of the quote asset, which
    /// settles it.
    /// </summary>
    Linear,
}
