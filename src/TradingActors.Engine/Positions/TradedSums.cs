using System.Text.Json.Serialization;
using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>
/// Exact sums of everything that was executed. <paramref name="Slippage"/> is what the executions cost more
/// than at their orders' arrival prices, in quote asset: above zero is worse. It covers those orders alone
/// whose arrival price is known; <paramref name="ArrivalNotional"/> is what they would have come to at it.
/// </summary>
/// <param name="Bought">Base asset.</param>
/// <param name="BoughtFor">Quote asset paid, without fees.</param>
/// <param name="Sold">Base asset.</param>
/// <param name="SoldFor">Quote asset received, without fees.</param>
/// <param name="Slippage">See above.</param>
/// <param name="ArrivalNotional">See above.</param>
public readonly record struct TradedSums(
    Quantity Bought,
    Notional BoughtFor,
    Quantity Sold,
    Notional SoldFor,
    Notional Slippage,
    Notional ArrivalNotional)
{
    /// <summary>Base asset that changed hands, bought and sold.</summary>
    [JsonIgnore]
    public Quantity Quantity => Bought + Sold;

    /// <summary>Quote asset that changed hands.</summary>
    [JsonIgnore]
    public Notional Notional => BoughtFor + SoldFor;

    /// <summary>The slippage in hundredths of a percent; null while no order had an arrival price.</summary>
    [JsonIgnore]
    public decimal? SlippageBps =>
        ArrivalNotional == Domain.Notional.Zero ? null : Slippage.Value / ArrivalNotional.Value * 10_000m;

    /// <summary>With one execution more.</summary>
    internal TradedSums Plus(bool isBuy, decimal quantity, decimal notional, Price? arrival)
    {
        var sums = isBuy
            ? this with
            {
                Bought = new Quantity(Bought.Value + quantity),
                BoughtFor = new Notional(BoughtFor.Value + notional),
            }
            : this with
            {
                Sold = new Quantity(Sold.Value + quantity),
                SoldFor = new Notional(SoldFor.Value + notional),
            };
        if (arrival is not { } price)
            return sums;

        var expected = Exact.Trim(price.Value) * quantity;
        return sums with
        {
            Slippage = new Notional(Slippage.Value + (isBuy ? notional - expected : expected - notional)),
            ArrivalNotional = new Notional(ArrivalNotional.Value + expected),
        };
    }

    public static TradedSums operator +(in TradedSums a, in TradedSums b) => new(
        a.Bought + b.Bought, a.BoughtFor + b.BoughtFor, a.Sold + b.Sold, a.SoldFor + b.SoldFor,
        a.Slippage + b.Slippage, a.ArrivalNotional + b.ArrivalNotional);

    public static TradedSums operator -(in TradedSums a, in TradedSums b) => new(
        a.Bought - b.Bought, a.BoughtFor - b.BoughtFor, a.Sold - b.Sold, a.SoldFor - b.SoldFor,
        a.Slippage - b.Slippage, a.ArrivalNotional - b.ArrivalNotional);
}
