using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// One position at average cost. Closing a part realises against the average at that moment, so that profit
/// once realised never changes by what is bought later. The average itself is derived and never stored: a
/// closed part takes its share of the cost, cut to twelve decimals, and the open part keeps the exact rest,
/// so that realised profit less cost is always, exactly, the cash that moved. Fees in base or quote asset are
/// part of cost and profit; fees in a third asset are in the account's balances alone.
/// </summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Base asset, negative when short.</param>
/// <param name="Cost">What the open quantity cost; negative for a short.</param>
/// <param name="RealizedPnl">Profit of what was closed, in quote asset, net of those fees.</param>
/// <param name="Fees">Those fees so far, in quote asset; base asset counts at the price of its fill.</param>
public sealed record PositionState(
    Symbol Symbol,
    Quantity Quantity,
    Notional Cost,
    Notional RealizedPnl,
    Notional Fees)
{
    private const int ShareDecimals = 12;

    public static PositionState Flat(Symbol symbol) => new(symbol, default, default, default, default);

    public Notional UnrealizedPnl(Price mark) => new(Quantity.Value * mark.Value - Cost.Value);

    public PositionState Apply(OpeningPositionTaken opening) =>
        Add(opening.Quantity.Value, (opening.CostPrice * opening.Quantity).Value);

    public PositionState Apply(OrderFilled fill)
    {
        var baseFee = fill.FeeAsset == fill.Base ? fill.Fee : 0m;
        var quoteFee = fill.FeeAsset == fill.Quote ? fill.Fee : 0m;
        var sign = fill.Side.Sign();
        var notional = (fill.Price * fill.Quantity).Value;
        var next = Add(sign * fill.Quantity.Value - baseFee, sign * notional + quoteFee);
        return next with { Fees = new Notional(Fees.Value + quoteFee + baseFee * fill.Price.Value) };
    }

    public PositionView ToView(Price? mark) => new(
        Symbol, Quantity, Cost, RealizedPnl, mark is { } price ? UnrealizedPnl(price) : null, Fees, mark);

    /// <summary>
    /// Adds a signed quantity and the signed notional paid for it, splitting it where it passes through flat.
    /// </summary>
    private PositionState Add(decimal quantity, decimal paid)
    {
        var held = Quantity.Value;
        if (quantity == 0m)
            return Realize(-paid);
        if (held == 0m || Math.Sign(held) == Math.Sign(quantity))
            return Open(quantity, paid);
        if (Math.Abs(quantity) <= Math.Abs(held))
            return Close(quantity, paid);

        var closingPaid = Share(paid, -held, quantity);
        return Close(-held, closingPaid).Open(quantity + held, paid - closingPaid);
    }

    private PositionState Open(decimal quantity, decimal paid) => this with
    {
        Quantity = new Quantity(Quantity.Value + quantity),
        Cost = new Notional(Cost.Value + paid),
    };

    private PositionState Close(decimal quantity, decimal paid)
    {
        var closedCost = Share(Cost.Value, -quantity, Quantity.Value);
        return this with
        {
            Quantity = new Quantity(Quantity.Value + quantity),
            Cost = new Notional(Cost.Value - closedCost),
            RealizedPnl = new Notional(RealizedPnl.Value - paid - closedCost),
        };
    }

    private PositionState Realize(decimal profit) =>
        this with { RealizedPnl = new Notional(RealizedPnl.Value + profit) };

    private static decimal Share(decimal amount, decimal part, decimal whole) =>
        part == whole ? amount : decimal.Round(amount * part / whole, ShareDecimals, MidpointRounding.ToZero);
}
