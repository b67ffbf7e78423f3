using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// A position as exact sums since it was last flat. Nothing that was divided is stored: average price and the profit
/// realised within the running cycle are derived. Fees in base or quote asset are part of the sums (net profit);
/// fees in a third asset are kept in the account's balances alone.
/// </summary>
public sealed record PositionState(
    Symbol Symbol,
    Quantity BoughtQuantity,
    Notional BoughtNotional,
    Quantity SoldQuantity,
    Notional SoldNotional,
    Notional RealizedInClosedCycles,
    Notional Fees)
{
    public static PositionState Flat(Symbol symbol) => new(symbol, default, default, default, default, default, default);

    /// <summary>Base asset, negative when short.</summary>
    public Quantity Quantity => BoughtQuantity - SoldQuantity;

    /// <summary>What the open quantity cost at the cycle's average entry; negative for a short.</summary>
    public Notional Cost => Quantity.Value switch
    {
        0m => Notional.Zero,
        > 0m => new Notional(BoughtNotional.Value * Quantity.Value / BoughtQuantity.Value),
        _ => new Notional(SoldNotional.Value * Quantity.Value / SoldQuantity.Value),
    };

    /// <summary>Realised profit net of fees: closed cycles, and what the running one has closed at its average entry.</summary>
    public Notional RealizedPnl => RealizedInClosedCycles + Quantity.Value switch
    {
        0m => SoldNotional - BoughtNotional,
        > 0m => SoldNotional - (BoughtNotional - Cost),
        _ => SoldNotional + Cost - BoughtNotional,
    };

    public Notional UnrealizedPnl(Price mark) => new(Quantity.Value * mark.Value - Cost.Value);

    public PositionState Apply(OpeningPositionTaken opening) =>
        Add(opening.Quantity.Value, (opening.CostPrice * opening.Quantity).Value);

    public PositionState Apply(OrderFilled fill)
    {
        var baseFee = fill.FeeAsset == fill.Base ? fill.Fee : 0m;
        var quoteFee = fill.FeeAsset == fill.Quote ? fill.Fee : 0m;
        var notional = (fill.Price * fill.Quantity).Value;
        var next = fill.Side == Side.Buy
            ? Add(fill.Quantity.Value - baseFee, notional + quoteFee)
            : Add(-(fill.Quantity.Value + baseFee), -(notional - quoteFee));
        return next with { Fees = new Notional(Fees.Value + quoteFee + baseFee * fill.Price.Value) };
    }

    /// <summary>Adds a signed quantity and the signed notional paid for it, splitting it where it passes through flat.</summary>
    private PositionState Add(decimal quantity, decimal notional)
    {
        var held = Quantity.Value;
        var crosses = held != 0m && quantity != 0m && Math.Sign(held) != Math.Sign(quantity)
            && Math.Abs(quantity) >= Math.Abs(held);
        if (!crosses)
            return AddWithinCycle(quantity, notional);

        // The closing part takes its share of the notional; the opening part takes the exact rest, so nothing is lost.
        var closing = quantity == -held ? notional : notional * (-held / quantity);
        var closed = AddWithinCycle(-held, closing);
        var flat = Flat(Symbol) with
        {
            RealizedInClosedCycles = closed.RealizedInClosedCycles + closed.SoldNotional - closed.BoughtNotional,
            Fees = Fees,
        };
        return flat.AddWithinCycle(quantity + held, notional - closing);
    }

    private PositionState AddWithinCycle(decimal quantity, decimal notional) => quantity switch
    {
        0m => this with { BoughtNotional = new Notional(BoughtNotional.Value + notional) },
        > 0m => this with
        {
            BoughtQuantity = new Quantity(BoughtQuantity.Value + quantity),
            BoughtNotional = new Notional(BoughtNotional.Value + notional),
        },
        _ => this with
        {
            SoldQuantity = new Quantity(SoldQuantity.Value - quantity),
            SoldNotional = new Notional(SoldNotional.Value - notional),
        },
    };
}
