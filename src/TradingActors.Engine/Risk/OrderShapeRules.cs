using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the order in itself is one that the venue takes and that nobody would call a typing error.
/// </summary>
internal static class OrderShapeRules
{
    /// <summary>
    /// A market order takes what is there and its rest expires, which callers spell GTC or IOC; venues have
    /// no fill-or-kill market order. A post-only order rests or is refused, so only GTC makes sense.
    /// </summary>
    public static Refusal? TermsGoTogether(in RiskCheck check)
    {
        var request = check.Request;
        var wrong = (request.Type, request.TimeInForce, request.LimitPrice is not null) switch
        {
            _ when request.Side is not (Side.Buy or Side.Sell) => "the side is neither buy nor sell",
            (OrderType.Market, _, true) => "a market order has no limit price",
            (OrderType.Market, TimeInForce.Gtc or TimeInForce.Ioc, _) => null,
            (OrderType.Market, _, _) => "a market order is GTC or IOC",
            (OrderType.Limit or OrderType.PostOnly, _, false) => "a limit price is missing",
            (OrderType.Limit, TimeInForce.Gtc or TimeInForce.Ioc or TimeInForce.Fok, _) => null,
            (OrderType.PostOnly, TimeInForce.Gtc, _) => null,
            (OrderType.PostOnly, _, _) => "a post-only order is GTC",
            _ => "the type or time in force is not known",
        };
        return wrong is null ? null : new Refusal(RefusalCode.TermsInvalid, Detail: wrong);
    }

    public static Refusal? QuantityIsOnLot(in RiskCheck check)
    {
        var lot = check.Line!.Rules!.Lot.Value;
        var quantity = check.Request.Quantity.Value;
        return quantity > 0m && (lot == 0m || quantity % lot == 0m)
            ? null
            : new Refusal(RefusalCode.QuantityOffLot, lot, quantity);
    }

    public static Refusal? QuantityIsLargeEnough(in RiskCheck check)
    {
        var min = Math.Max(check.Line!.Rules!.QuantityMin.Value, check.Line.Limits!.QuantityMin.Value);
        return check.Quantity >= min ? null : new Refusal(RefusalCode.QuantityBelowMin, min, check.Quantity);
    }

    /// <summary>
    /// The requested total counts, so that a chain of replacements cannot outgrow the limit of one order.
    /// </summary>
    public static Refusal? QuantityIsSmallEnough(in RiskCheck check)
    {
        var max = Math.Min(check.Line!.Rules!.QuantityMax.Value, check.Line.Limits!.QuantityMax.Value);
        var quantity = check.Request.Quantity.Value;
        return quantity <= max ? null : new Refusal(RefusalCode.QuantityAboveMax, max, quantity);
    }

    public static Refusal? PriceIsOnTick(in RiskCheck check)
    {
        var tick = check.Line!.Rules!.Tick.Value;
        return check.Request.LimitPrice is not { } price || tick == 0m || price.Value % tick == 0m
            ? null
            : new Refusal(RefusalCode.PriceOffTick, tick, price.Value);
    }

    /// <summary>
    /// A venue's maximum of zero means that it sets none; our own still keeps every product within a decimal.
    /// </summary>
    public static Refusal? PriceIsWithinBounds(in RiskCheck check)
    {
        if (check.Request.LimitPrice is not { } price)
            return null;

        var rules = check.Line!.Rules!;
        if (price.Value <= 0m || price < rules.PriceMin)
            return new Refusal(RefusalCode.PriceOutOfBounds, rules.PriceMin.Value, price.Value);

        var venueMax = rules.PriceMax.Value == 0m ? Limits.AmountMax : rules.PriceMax.Value;
        var max = Math.Min(venueMax, Limits.AmountMax);
        return price.Value <= max ? null : new Refusal(RefusalCode.PriceOutOfBounds, max, price.Value);
    }

    /// <summary>
    /// An order that adds exposure also needs a price for everything else that the account holds or works.
    /// </summary>
    public static Refusal? ReferencePriceIsKnown(in RiskCheck check)
    {
        if (!check.Line!.HasQuote)
            return new Refusal(RefusalCode.ReferencePriceMissing, Detail: check.Request.Symbol.ToString());

        var exposure = check.State.Exposure;
        if (exposure.UnvaluedCount == 0 || check.Reduces)
            return null;

        return exposure.FirstUnvaluedBeside(check.Line) is { } other
            ? new Refusal(RefusalCode.ReferencePriceMissing, Detail: $"{other}, which is held or worked")
            : null;
    }

    /// <summary>
    /// Age by the monotonic clock, so that a jump of the wall clock neither ages nor refreshes a price.
    /// </summary>
    public static Refusal? ReferencePriceIsFresh(in RiskCheck check)
    {
        var age = check.Now.Monotonic - check.Line!.QuoteAt;
        var max = check.Line.Limits!.ReferenceMaxAge;
        return age <= max
            ? null
            : new Refusal(RefusalCode.ReferencePriceStale, Milliseconds(max), Milliseconds(age));
    }

    public static Refusal? ReferencePriceIsSound(in RiskCheck check) => check.Line!.IsQuoteSound
        ? null
        : new Refusal(RefusalCode.ReferencePriceUnsound, Detail: check.Request.Symbol.ToString());

    public static Refusal? PriceIsWithinCollar(in RiskCheck check)
    {
        if (check.Request.LimitPrice is not { } limit)
            return null;

        var line = check.Line!;
        var (price, reference) = (limit.Value, check.Reference);
        var (taking, resting) = (line.Limits!.CollarBps, line.Limits.PassiveCollarBps);
        if (price > reference * (check.IsBuy ? line.CollarUp : line.PassiveUp))
            return OutsideCollar(check.IsBuy ? taking : resting, price - reference, reference);
        if (price < reference * (check.IsBuy ? line.PassiveDown : line.CollarDown))
            return OutsideCollar(check.IsBuy ? resting : taking, reference - price, reference);
        return null;
    }

    public static Refusal? NotionalIsLargeEnough(in RiskCheck check)
    {
        var min = Math.Max(check.Line!.Rules!.NotionalMin.Value, check.Line.Limits!.NotionalMin.Value);
        var notional = check.PriceLow * check.Quantity;
        return notional >= min ? null : new Refusal(RefusalCode.NotionalBelowMin, min, notional);
    }

    public static Refusal? NotionalIsSmallEnough(in RiskCheck check)
    {
        var max = Math.Min(check.Line!.Rules!.NotionalMax.Value, check.Line.Limits!.NotionalMax.Value);
        var notional = check.PriceHigh * check.Request.Quantity.Value;
        return notional <= max ? null : new Refusal(RefusalCode.NotionalAboveMax, max, notional);
    }

    /// <summary>Rounded up to a ten-thousandth, so that the number shown is never the limit itself.</summary>
    private static Refusal OutsideCollar(decimal limitBps, decimal distance, decimal reference) =>
        new(RefusalCode.PriceOutsideCollar, limitBps,
            decimal.Round(distance / reference * 10_000m, 4, MidpointRounding.ToPositiveInfinity));

    private static decimal Milliseconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMillisecond;
}
