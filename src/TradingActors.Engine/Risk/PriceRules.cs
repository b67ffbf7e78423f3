using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Whether the limit price is one that the venue takes and that nobody would call a typing error.
/// </summary>
internal static class PriceRules
{
    public static Refusal? IsOnTick(in RiskCheck check) =>
        check.Request.LimitPrice is { } price && !IsOnTick(check.Line!.Rules!, price)
            ? new Refusal(RefusalCode.PriceOffTick, check.Line.Rules!.Tick.Value, price.Value)
            : null;

    public static Refusal? IsWithinBounds(in RiskCheck check) =>
        check.Request.LimitPrice is { } price && BrokenBound(check.Line!.Rules!, price) is { } bound
            ? new Refusal(RefusalCode.PriceOutOfBounds, bound, price.Value)
            : null;

    /// <summary>
    /// An order that adds exposure also needs a price for everything else that the account holds or works.
    /// </summary>
    public static Refusal? ReferenceIsKnown(in RiskCheck check)
    {
        if (!check.Line!.HasQuote)
            return new Refusal(RefusalCode.ReferencePriceMissing, Detail: check.Request.Symbol.ToString());

        var exposure = check.State.Exposure;
        if (exposure.Total.UnvaluedCount == 0 || check.Reduces)
            return null;

        return exposure.FirstUnvaluedBeside(check.Line) is { } other
            ? new Refusal(RefusalCode.ReferencePriceMissing, Detail: $"{other}, which is held or worked")
            : null;
    }

    /// <summary>
    /// Age by the monotonic clock, so that a jump of the wall clock neither ages nor refreshes a price.
    /// </summary>
    public static Refusal? ReferenceIsFresh(in RiskCheck check)
    {
        var age = check.Now.Monotonic - check.Line!.QuoteAt;
        var max = check.Line.Limits!.ReferenceMaxAge;
        return age <= max
            ? null
            : new Refusal(RefusalCode.ReferencePriceStale, Milliseconds(max), Milliseconds(age));
    }

    public static Refusal? ReferenceIsSound(in RiskCheck check) => check.Line!.IsQuoteSound
        ? null
        : new Refusal(RefusalCode.ReferencePriceUnsound, Detail: check.Request.Symbol.ToString());

    /// <summary>A way out is never blocked for it: its own collar bounds what it can cost.</summary>
    public static Refusal? ReferenceHasNotJumped(in RiskCheck check)
    {
        var line = check.Line!;
        return line.JumpedUntil is not { } until || check.Now.Monotonic >= until || check.Reduces
            ? null
            : new Refusal(RefusalCode.ReferencePriceJumped, line.Limits!.JumpBps,
                decimal.Round(line.JumpedBps, 4, MidpointRounding.ToPositiveInfinity));
    }

    /// <summary>
    /// The collar moves with the market, so that many small steps could walk it anywhere. Over the last
    /// minutes a buy may not pay more above the lowest bid that was seen, nor a sell take less below the
    /// highest ask. An order without a limit price counts at the collar's end.
    /// </summary>
    public static Refusal? IsWithinDriftCollar(in RiskCheck check)
    {
        var line = check.Line!;
        if (line.Limits!.DriftCollarBps is not { } bps || check.Request.StopPrice is not null
            || check.Reduces)
            return null;

        var (low, high) = line.Seen.Over(line.Limits.DriftMinutes, check.Now.Monotonic);
        var away = check.IsBuy ? check.PriceHigh - low : high - check.PriceLow;
        var from = check.IsBuy ? low : high;
        return away * 10_000m <= bps * from
            ? null
            : Outside(RefusalCode.PriceOutsideDriftCollar, bps, away, from);
    }

    /// <summary>
    /// Once a stop order can trade the market is at its stop price, so that is what its limit price is
    /// measured from.
    /// </summary>
    public static Refusal? IsWithinCollar(in RiskCheck check)
    {
        if (check.Request.LimitPrice is not { } limit)
            return null;

        var line = check.Line!;
        var (price, anchor) = (limit.Value, check.Anchor);
        var (taking, resting) = (line.Limits!.CollarBps, line.Limits.PassiveCollarBps);
        const RefusalCode code = RefusalCode.PriceOutsideCollar;
        if (price > anchor * (check.IsBuy ? line.CollarUp : line.PassiveUp))
            return Outside(code, check.IsBuy ? taking : resting, price - anchor, anchor);
        if (price < anchor * (check.IsBuy ? line.PassiveDown : line.CollarDown))
            return Outside(code, check.IsBuy ? resting : taking, anchor - price, anchor);
        return null;
    }

    /// <summary>
    /// The venue measures from the average price of its last trades, which it does not tell with the order
    /// and which a mid of now would be the wrong stand-in for. Every trade lay between the lowest bid and the
    /// highest ask of the same minutes, and so does their average: what is within the band at both ends is
    /// within it wherever the average lies. Before those minutes have been watched the venue has the last
    /// word.
    /// </summary>
    public static Refusal? IsWithinBand(in RiskCheck check)
    {
        var rules = check.Line!.Rules!;
        if (check.Request.LimitPrice is not { } limit
            || (check.IsBuy ? rules.BuyBand : rules.SellBand) is not { } band)
            return null;

        var (low, high) = check.AverageRange;
        var price = limit.Value;
        return price < high * band.Down ? new Refusal(RefusalCode.PriceOutsideBand, high * band.Down, price)
            : band.Up > 0m && price > low * band.Up
                ? new Refusal(RefusalCode.PriceOutsideBand, low * band.Up, price)
            : null;
    }

    internal static bool IsOnTick(Instrument rules, Price price) =>
        rules.Tick.Value == 0m || price.Value % rules.Tick.Value == 0m;

    /// <summary>
    /// The bound that the price breaks, null when it keeps both. A venue's maximum of zero means that it
    /// sets none; our own still keeps every product within a decimal.
    /// </summary>
    internal static decimal? BrokenBound(Instrument rules, Price price)
    {
        if (price.Value <= 0m || price < rules.PriceMin)
            return rules.PriceMin.Value;

        var venueMax = rules.PriceMax.Value == 0m ? Limits.AmountMax : rules.PriceMax.Value;
        var max = Math.Min(venueMax, Limits.AmountMax);
        return price.Value <= max ? null : max;
    }

    /// <summary>Rounded up to a ten-thousandth, so that the number shown is never the limit itself.</summary>
    internal static Refusal Outside(
        RefusalCode code, decimal limitBps, decimal distance, decimal reference) => new(
            code,
            limitBps,
            decimal.Round(distance / reference * 10_000m, 4, MidpointRounding.ToPositiveInfinity));

    private static decimal Milliseconds(TimeSpan span) =>
        (decimal)span.Ticks / TimeSpan.TicksPerMillisecond;
}
