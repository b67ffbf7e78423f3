using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Positions;

/// <summary>
/// One position, exact to the last digit: nothing in it was ever divided. What is open is kept as lots; a
/// close realises against the oldest of them. Fees are expensed at once and are no part of the cost: one in
/// quote asset lowers the profit, one in base asset gives that quantity away for nothing, one in a third
/// asset is summed by itself. Realised profit less cost is at every step, exactly, the quote asset that the
/// position has moved, so total profit is that plus quantity times mark. The average price is derived when
/// somebody looks.
/// </summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Base asset, negative when short.</param>
/// <param name="Cost">What the open lots cost; negative for a short.</param>
/// <param name="RealizedPnl">Profit of what was closed, in quote asset, net of all but other fees.</param>
/// <param name="Fees">Fees in base and quote asset, in quote asset; base counts at its fill's price.</param>
/// <param name="Lots">What is open, oldest first; null when flat.</param>
/// <param name="FeesInOtherAssets">Fees in third assets, which no profit contains; null for none.</param>
/// <param name="Traded">Sums of what was executed; an opening position was not.</param>
/// <param name="Cycle">Where the open cycle began; null when flat.</param>
/// <param name="LastCycle">The last cycle that ended flat.</param>
/// <param name="Cycles">How many have.</param>
public sealed record PositionState(
    Symbol Symbol,
    Quantity Quantity,
    Notional Cost,
    Notional RealizedPnl,
    Notional Fees,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    LotQueue? Lots = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    AssetAmounts? FeesInOtherAssets = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    TradedSums Traded = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    CycleStart? Cycle = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    PositionCycle? LastCycle = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    int Cycles = 0)
{
    /// <summary>Of the price that a position from before there were lots is carried at.</summary>
    private const int MigratedDecimals = 12;

    public static PositionState Flat(Symbol symbol) => new(symbol, default, default, default, default);

    public Notional UnrealizedPnl(Price mark) => new(Quantity.Value * mark.Value - Cost.Value);

    /// <summary>The cycle that is open; null when flat.</summary>
    public PositionCycle? OpenCycle() => Cycle is null ? null : CycleUpTo(this, Cycle, null, default);

    /// <summary>A position that was there before: as if bought at its cost price, but not traded.</summary>
    public PositionState Apply(OpeningPositionTaken opening)
    {
        var quantity = opening.Quantity.Value;
        var price = Exact.Trim(opening.CostPrice.Value);
        return Apply(new Change(quantity, price, -quantity * price, opening.At)
        {
            Fees = Fees,
            FeesInOtherAssets = FeesInOtherAssets,
            Traded = Traded,
        });
    }

    /// <summary>
    /// <paramref name="arrival"/> is the arrival price of the fill's order, where it is known.
    /// </summary>
    public PositionState Apply(OrderFilled fill, Price? arrival = null)
    {
        var isBuy = fill.Side == Side.Buy;
        var (price, quantity) = (Exact.Trim(fill.Price.Value), Exact.Trim(fill.Quantity.Value));
        var (notional, change) = (price * quantity, isBuy ? quantity : -quantity);
        var cash = isBuy ? -notional : notional;
        var (fees, others) = (Fees.Value, FeesInOtherAssets);
        if (fill.Fee != 0m && FillRules.HasOtherFee(fill))
            others = (others ?? AssetAmounts.None).Plus(fill.FeeAsset, fill.Fee);
        else if (fill.Fee != 0m)
        {
            var (inBase, inQuote) = (FillRules.BaseFee(fill), FillRules.QuoteFee(fill));
            (change, cash) = (change - inBase, cash - inQuote);
            fees += inQuote + inBase * price;
        }

        return Apply(new Change(change, price, cash, fill.At)
        {
            Fees = new Notional(fees),
            FeesInOtherAssets = others,
            Traded = Traded.Plus(isBuy, quantity, notional, arrival),
        });
    }

    /// <summary>
    /// A position as it was stored before there were lots becomes one lot at its average price. Where that
    /// does not divide, the residual moves between cost and realised profit, whose difference is kept.
    /// </summary>
    public PositionState Migrated()
    {
        if (Lots is not null || Quantity.Value == 0m)
            return this;

        var lot = new PositionLot(
            Quantity, new Price(Exact.Trim(decimal.Round(Cost.Value / Quantity.Value, MigratedDecimals))));
        var realized = RealizedPnl + lot.Cost - Cost;
        return this with
        {
            Cost = lot.Cost,
            RealizedPnl = realized,
            Lots = LotQueue.Of(lot),
            Cycle = new CycleStart(default, realized, Fees, AssetAmounts.None, default),
        };
    }

    public PositionView ToView(Price? mark) => new(this, mark);

    private PositionState Apply(in Change change)
    {
        var (held, cost, lots) = (Quantity.Value, Cost.Value, Lots);
        var quantity = held + change.Quantity;
        var cash = RealizedPnl.Value - cost + change.Cash;
        var opened = change.Quantity;
        if (lots is not null && Math.Sign(held) != Math.Sign(change.Quantity))
        {
            var closed = Math.Abs(change.Quantity) < Math.Abs(held) ? change.Quantity : -held;
            lots = closed == 0m ? lots : LotQueue.Close(lots, -closed, ref cost);
            opened -= closed;
        }

        if (opened != 0m)
            lots = LotQueue.Open(
                lots, new PositionLot(new Quantity(opened), new Price(change.Price)), ref cost);
        if (lots is null)
            cost = 0m;
        var next = new PositionState(
            Symbol, new Quantity(quantity), new Notional(cost), new Notional(cash + cost),
            change.Fees, lots, change.FeesInOtherAssets, change.Traded, Cycle, LastCycle, Cycles);
        return Math.Sign(held) == Math.Sign(quantity) ? next : Turned(next, change.At, opened);
    }

    /// <summary>The position has begun, ended or changed its side.</summary>
    private PositionState Turned(PositionState next, DateTimeOffset at, decimal opened)
    {
        var begun = next.Quantity.Value == 0m ? Quantity.Zero : new Quantity(Math.Abs(opened));
        var closed = Cycle is null ? LastCycle : CycleUpTo(next, Cycle, at, begun);
        var cycles = Cycles + (Cycle is null ? 0 : 1);
        if (next.Quantity.Value == 0m)
            return next with { Cycle = null, LastCycle = closed, Cycles = cycles };

        var from = Cycle is null ? this : next;
        var start = new CycleStart(at, from.RealizedPnl, from.Fees,
            from.FeesInOtherAssets ?? AssetAmounts.None,
            Cycle is null ? Traded.Quantity : next.Traded.Quantity - begun);
        return next with { Cycle = start, LastCycle = closed, Cycles = cycles };
    }

    private static PositionCycle CycleUpTo(
        PositionState now, CycleStart start, DateTimeOffset? closedAt, Quantity begun) => new(
        start.At,
        closedAt,
        now.RealizedPnl - start.RealizedPnl,
        now.Fees - start.Fees,
        (now.FeesInOtherAssets ?? AssetAmounts.None).Minus(start.FeesInOtherAssets),
        now.Traded.Quantity - start.Quantity - begun);

    /// <summary>
    /// A signed quantity at a price, the quote asset that moved with it, and the sums as they are then.
    /// </summary>
    private readonly record struct Change(decimal Quantity, decimal Price, decimal Cash, DateTimeOffset At)
    {
        public Notional Fees { get; init; }

        public AssetAmounts? FeesInOtherAssets { get; init; }

        public TradedSums Traded { get; init; }
    }
}
