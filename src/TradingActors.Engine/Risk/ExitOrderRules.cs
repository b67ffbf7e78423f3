using TradingActors.Domain;
using TradingActors.Engine.Exits;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The rules of <see cref="ExitLadder"/> that differ from those of every other order: the venue's own bounds
/// and the exit's, not the limits that the account trades within.
/// </summary>
internal static class ExitOrderRules
{
    /// <summary>
    /// Reducing is arithmetic with what is held: without the opening balances, or before the account has been
    /// compared with the venue, nobody knows that.
    /// </summary>
    public static Refusal? PositionIsKnown(in RiskCheck check, ExitSettings exits) =>
        !check.State.HasOpeningBalances
            ? new Refusal(RefusalCode.AccountNotReady, Detail: "opening balances have not been taken")
        : !check.Gate.CanExit
            ? new Refusal(RefusalCode.AccountNotReady, Detail: "not compared with the venue")
        : null;

    public static Refusal? InstrumentIsKnown(in RiskCheck check, ExitSettings exits) =>
        check.Line?.Rules is null
            ? new Refusal(RefusalCode.InstrumentUnknown, Detail: check.Request.Symbol.ToString())
            : null;

    public static Refusal? FillsAtOnceOrExpires(in RiskCheck check, ExitSettings exits) =>
        check.Request is
        {
            Type: OrderType.Limit,
            TimeInForce: TimeInForce.Ioc,
            LimitPrice: not null,
            StopPrice: null,
            Side: Side.Buy or Side.Sell,
        }
            ? null
            : new Refusal(RefusalCode.TermsInvalid, Detail: "an exit order is a limit order, IOC");

    public static Refusal? QuantityIsLargeEnough(in RiskCheck check, ExitSettings exits)
    {
        var min = check.Line!.Rules!.QuantityMin.Value;
        return check.Quantity >= min ? null : new Refusal(RefusalCode.QuantityBelowMin, min, check.Quantity);
    }

    public static Refusal? QuantityIsSmallEnough(in RiskCheck check, ExitSettings exits)
    {
        var max = check.Line!.Rules!.QuantityMax.Value;
        return check.Quantity <= max ? null : new Refusal(RefusalCode.QuantityAboveMax, max, check.Quantity);
    }

    public static Refusal? QuoteIsKnown(in RiskCheck check, ExitSettings exits) => check.Line!.HasQuote
        ? null
        : new Refusal(RefusalCode.ReferencePriceMissing, Detail: check.Request.Symbol.ToString());

    public static Refusal? QuoteIsFresh(in RiskCheck check, ExitSettings exits)
    {
        var age = check.Now.Monotonic - check.Line!.QuoteAt;
        return age <= exits.QuoteAgeMax
            ? null
            : new Refusal(RefusalCode.ReferencePriceStale, (decimal)exits.QuoteAgeMax.TotalMilliseconds,
                (decimal)age.TotalMilliseconds);
    }

    /// <summary>
    /// From the best price that it would trade with, not from the middle: a wide book is no reason to stay.
    /// </summary>
    public static Refusal? PriceIsWithinCollar(in RiskCheck check, ExitSettings exits)
    {
        var (line, price) = (check.Line!, check.Request.LimitPrice!.Value.Value);
        var best = check.IsBuy ? line.Ask : line.Bid;
        var beyond = check.IsBuy ? price - best : best - price;
        return beyond <= best * (exits.CollarBps / 10_000m)
            ? null
            : PriceRules.Outside(RefusalCode.PriceOutsideCollar, exits.CollarBps, beyond, best);
    }

    public static Refusal? NotionalIsLargeEnough(in RiskCheck check, ExitSettings exits)
    {
        var min = check.Line!.Rules!.NotionalMin.Value;
        var notional = check.Request.LimitPrice!.Value.Value * check.Quantity;
        return notional >= min ? null : new Refusal(RefusalCode.NotionalBelowMin, min, notional);
    }

    public static Refusal? NotionalIsSmallEnough(in RiskCheck check, ExitSettings exits)
    {
        var max = exits.SliceNotionalMax.Value;
        if (check.Line!.Rules!.NotionalMax.Value is > 0m and var venueMax)
            max = Math.Min(max, venueMax);
        var notional = check.Request.LimitPrice!.Value.Value * check.Quantity;
        return notional <= max ? null : new Refusal(RefusalCode.NotionalAboveMax, max, notional);
    }
}
