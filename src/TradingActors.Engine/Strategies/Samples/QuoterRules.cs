using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>What the quoter wants to show on one side.</summary>
public readonly record struct WantedQuote(Price Price, Quantity Quantity);

/// <summary>What to do about one side of the book.</summary>
public enum QuoteAction
{
    /// <summary>Nothing: it is right as it is, or an answer is outstanding.</summary>
    Keep,
    Place,
    Replace,
    Cancel,
}

/// <summary>
/// The quoter's decisions: where to quote by mid and inventory, and whether an order is worth moving.
/// </summary>
public static class QuoterRules
{
    private const decimal Bps = 10_000m;

    /// <summary>
    /// The wanted bid or ask, null where the side must not be quoted: a fill would leave the inventory's
    /// bound, or the order would be too small for the venue. Never at a price that would take.
    /// </summary>
    public static WantedQuote? Wanted(
        QuoterSettings settings, Instrument instrument, Side side, in Quote quote, Quantity position)
    {
        var inventory = position.Value - settings.PositionTarget.Value;
        var after = inventory + side.Sign() * settings.Size.Value;
        if (after * side.Sign() > settings.InventoryMax.Value)
            return null;

        var fullness = Math.Clamp(inventory / settings.InventoryMax.Value, -1m, 1m);
        var center = quote.Mid * (1m - fullness * settings.SkewBps / Bps);
        var price = center * (1m - side.Sign() * settings.SpreadBps / 2m / Bps);
        price = side == Side.Buy
            ? Math.Min(DownTo(price, instrument.Tick.Value), quote.Ask.Value - instrument.Tick.Value)
            : Math.Max(UpTo(price, instrument.Tick.Value), quote.Bid.Value + instrument.Tick.Value);

        var quantity = DownTo(settings.Size.Value, instrument.Lot.Value);
        return price > 0m && quantity > 0m && quantity >= instrument.QuantityMin.Value
            && price * quantity >= instrument.NotionalMin.Value
                ? new WantedQuote(new Price(price), new Quantity(quantity))
                : null;
    }

    /// <summary>
    /// What to do with a side whose only working order is <paramref name="working"/>; <paramref
    /// name="mayMove"/> says that neither the interval nor a pause forbids it. What must go is taken away at
    /// any time.
    /// </summary>
    public static QuoteAction Decide(
        QuoterSettings settings, WantedQuote? wanted, OrderState? working, bool mayMove)
    {
        if (working is null)
            return wanted is not null && mayMove ? QuoteAction.Place : QuoteAction.Keep;
        if (working.Status is not (OrderStatus.Accepted or OrderStatus.PartiallyFilled))
            return QuoteAction.Keep;
        if (wanted is not { } target || working.Request.LimitPrice is not { } price)
            return QuoteAction.Cancel;

        var off = Math.Abs(price.Value - target.Price.Value) / target.Price.Value * Bps;
        if (off <= settings.RequoteBps || !mayMove)
            return QuoteAction.Keep;

        // The rest of an order that has begun to fill is cancelled: a replacement would carry its fills in
        // its total.
        return working.Status == OrderStatus.Accepted ? QuoteAction.Replace : QuoteAction.Cancel;
    }

    private static decimal DownTo(decimal value, decimal step) =>
        step > 0m ? Math.Floor(value / step) * step : value;

    private static decimal UpTo(decimal value, decimal step) =>
        step > 0m ? Math.Ceiling(value / step) * step : value;
}
