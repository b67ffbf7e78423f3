using TradingActors.Domain;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>An order that the follower wants now; no price means a market order.</summary>
public readonly record struct WantedTrade(Side Side, Quantity Quantity, Price? LimitPrice);

/// <summary>What the follower trades, given its trend and position.</summary>
public static class TrendRules
{
    /// <summary>
    /// The order that takes the position to where the trend wants it; null when it is there.
    /// </summary>
    public static WantedTrade? Wanted(
        TrendSettings settings, Instrument instrument, Trend trend, in Quote quote, Quantity position)
    {
        if (trend == Trend.None)
            return null;

        var held = position.Value - settings.PositionNeutral.Value;
        var target = trend == Trend.Up ? settings.Size.Value
            : settings.AllowShort ? -settings.Size.Value
            : 0m;
        var side = target > held ? Side.Buy : Side.Sell;

        // A position that others made may lie beyond the target already: the trend's own direction asks for
        // more only.
        if ((trend == Trend.Up) != (side == Side.Buy))
            return null;

        var room = settings.PositionMax.Value - side.Sign() * held;
        var quantity = Floor(Math.Min(Math.Abs(target - held), room), instrument.Lot.Value);
        var price = side == Side.Buy ? quote.Ask : quote.Bid;
        if (quantity <= 0m || quantity < instrument.QuantityMin.Value
            || quantity * price.Value < instrument.NotionalMin.Value)
            return null;

        return new WantedTrade(side, new Quantity(quantity), Limit(settings, instrument, side, price));
    }

    private static Price? Limit(TrendSettings settings, Instrument instrument, Side side, Price touch)
    {
        if (settings.SlippageBps is not { } slippage)
            return null;

        var worst = touch.Value * (1m + side.Sign() * slippage / 10_000m);
        return new Price(side == Side.Buy
            ? Floor(worst, instrument.Tick.Value)
            : -Floor(-worst, instrument.Tick.Value));
    }

    private static decimal Floor(decimal value, decimal step) =>
        step > 0m ? Math.Floor(value / step) * step : value;
}
