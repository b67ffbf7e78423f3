using TradingActors.Domain;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// One instrument over the day, of the account as a whole or of one strategy. Profits are in the
/// instrument's quote asset; those that need a mark are null where the day has none.
/// </summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Strategy">Null for the account as a whole.</param>
/// <param name="Opening">Held when the day began.</param>
/// <param name="TakenOver">What was there when the engine first saw the account.</param>
/// <param name="Bought">Base asset.</param>
/// <param name="Sold">Base asset.</param>
/// <param name="FeesInBase">Base asset that fees took out of the position.</param>
/// <param name="Closing">Held when the day ended.</param>
/// <param name="Cost">Of what is held at the end.</param>
/// <param name="Mark">The price that it is carried at.</param>
/// <param name="RealizedPnl">Of the day, net of fees in base and quote asset.</param>
/// <param name="UnrealizedOpening">When the day began.</param>
/// <param name="UnrealizedPnl">When it ended.</param>
/// <param name="Fees">Of the day in base and quote asset, in quote asset.</param>
/// <param name="FeesInOtherAssets">Of the day in third assets, which no profit contains.</param>
/// <param name="Slippage">What fills cost more than at their orders' arrival prices.</param>
/// <param name="SlippageBps">The same in hundredths of a percent of that.</param>
/// <param name="CyclesClosed">How often the position became flat or turned.</param>
/// <param name="RealizedSinceOpening">Realised over the account's whole life.</param>
public sealed record PositionRow(
    Symbol Symbol,
    StrategyId? Strategy,
    Quantity Opening,
    Quantity TakenOver,
    Quantity Bought,
    Quantity Sold,
    Quantity FeesInBase,
    Quantity Closing,
    Notional Cost,
    Price? Mark,
    Notional RealizedPnl,
    Notional? UnrealizedOpening,
    Notional? UnrealizedPnl,
    Notional Fees,
    AssetAmounts FeesInOtherAssets,
    Notional Slippage,
    decimal? SlippageBps,
    int CyclesClosed,
    Notional RealizedSinceOpening)
{
    public Price? AveragePrice => Closing.Value == 0m ? null : new Price(Cost.Value / Closing.Value);

    /// <summary>Realised, and by how much the unrealised one changed.</summary>
    public Notional? Pnl => UnrealizedPnl is { } closing && UnrealizedOpening is { } opening
        ? RealizedPnl + closing - opening
        : null;
}
