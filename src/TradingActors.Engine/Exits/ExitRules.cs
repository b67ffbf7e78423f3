using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Engine.Exits;

/// <summary>
/// What to do next about one instrument, as one ladder of early answers. Every order is a limit order that
/// fills at once or expires, at the collar's end against the best price of a fresh, sound quote, no larger
/// than a slice and than what reduces by true arithmetic. Every wait has a bound, and so has the number of
/// orders.
/// </summary>
internal static class ExitRules
{
    public static ExitMove Next(FlattenLine line, in ExitView view, ExitSettings terms, Instant now)
    {
        if (line.Slice is not null)
            return now.Monotonic - line.SliceSince < terms.SliceTimeout
                ? ExitMove.Wait(FlattenLineCodes.SliceUnderWay)
                : new ExitMove(ExitMoveKind.ReleaseSlice, FlattenLineCodes.SliceTimedOut);

        var move = CancelsFirst(line, view, terms, now.Monotonic)
            ?? WhileUnready(view)
            ?? WhenFlat(view)
            ?? WithoutMarket(view, terms, now.Monotonic)
            ?? Slice(line, view, terms, now.Monotonic);
        return move.IsBoundedWait && now.Monotonic - line.WaitsSince >= terms.WaitMax
            ? ExitMove.Finish(FlattenOutcome.Residual, move.Code, move.Detail)
            : move;
    }

    /// <summary>Worst price of a slice: the collar's end, on the tick that is nearer to the market.</summary>
    internal static Price WorstPrice(Side side, in Quote quote, Instrument instrument, decimal collarBps)
    {
        var tick = instrument.Tick.Value;
        if (side == Side.Buy)
            return new Price(
                Math.Max(Floor(quote.Ask.Value * (1m + collarBps / 10_000m), tick), quote.Ask.Value));

        var price = Ceiling(quote.Bid.Value * (1m - collarBps / 10_000m), tick);
        return new Price(Math.Max(price, instrument.PriceMin.Value));
    }

    /// <summary>The smallest quantity that the venue takes at the price.</summary>
    internal static decimal Smallest(Instrument instrument, Price price)
    {
        var lot = instrument.Lot.Value;
        var smallest = Math.Max(
            Ceiling(instrument.QuantityMin.Value, lot),
            Ceiling(instrument.NotionalMin.Value / price.Value, lot));
        return smallest * price.Value < instrument.NotionalMin.Value ? smallest + lot
            : smallest > 0m ? smallest
            : lot;
    }

    /// <summary>
    /// Working orders are in the way: they may be what is going to reduce already, and they may open anew.
    /// After one timeout the exit goes on beside those that will not go; the arithmetic counts them.
    /// </summary>
    private static ExitMove? CancelsFirst(
        FlattenLine line, in ExitView view, ExitSettings terms, TimeSpan now)
    {
        if (view.Others == 0)
            return null;
        if (line.CancelsSince is null || now - line.CancelsAskedAt >= terms.SliceTimeout)
            return new ExitMove(ExitMoveKind.CancelWorking, FlattenLineCodes.CancelsUnderWay);

        return now - line.CancelsSince < terms.SliceTimeout
            ? ExitMove.Wait(FlattenLineCodes.CancelsUnderWay)
            : null;
    }

    private static ExitMove? WhileUnready(in ExitView view) =>
        view.CanExit ? null : ExitMove.Wait(FlattenLineCodes.DeskNotReady);

    private static ExitMove? WhenFlat(in ExitView view) =>
        view.Position != 0m ? null
        : view.Others + view.Unknown > 0 ? ExitMove.Wait(FlattenLineCodes.OrdersStillWorking)
        : ExitMove.Finish(FlattenOutcome.Flat, FlattenLineCodes.Flat);

    private static ExitMove? WithoutMarket(in ExitView view, ExitSettings terms, TimeSpan now)
    {
        if (view.Instrument is not { } instrument)
            return ExitMove.Wait(FlattenLineCodes.InstrumentUnknown);
        if (instrument.Status != InstrumentStatus.Trading)
            return ExitMove.Wait(FlattenLineCodes.InstrumentNotTrading, $"{instrument.Status}");
        if (view.Quote is not { } quote)
            return ExitMove.Wait(FlattenLineCodes.QuoteMissing);
        if (!quote.IsSound)
            return ExitMove.Wait(FlattenLineCodes.QuoteUnsound);
        return now - quote.ReceivedAt.Monotonic > terms.QuoteAgeMax
            ? ExitMove.Wait(FlattenLineCodes.QuoteStale)
            : null;
    }

    private static ExitMove Slice(FlattenLine line, in ExitView view, ExitSettings terms, TimeSpan now)
    {
        var instrument = view.Instrument!;
        var (side, lot) = (view.ReducingSide, instrument.Lot.Value);
        var price = WorstPrice(side, view.Quote!.Value, instrument, terms.CollarBps);
        var smallest = Smallest(instrument, price);
        if (Math.Abs(view.Position) < smallest)
            return view.Others + view.Unknown > 0
                ? ExitMove.Wait(FlattenLineCodes.OrdersStillWorking)
                : ExitMove.Finish(FlattenOutcome.Dust, FlattenLineCodes.Dust, NoLessThan(smallest));
        if (Floor(view.Reducible, lot) < smallest)
            return ExitMove.Wait(FlattenLineCodes.ReducersStillWorking);
        if (line.Orders >= terms.SlicesMax)
            return ExitMove.Finish(FlattenOutcome.Residual, FlattenLineCodes.SlicesExhausted, Last(line));
        if (line.Misses >= terms.AttemptsMax)
            return ExitMove.Finish(FlattenOutcome.Residual, FlattenLineCodes.AttemptsExhausted, Last(line));
        if (now < line.NotBefore)
            return ExitMove.Wait(FlattenLineCodes.Pausing, Last(line));

        var largest = Largest(instrument, price, terms.SliceNotionalMax);
        if (largest < smallest)
            return ExitMove.Finish(
                FlattenOutcome.Residual, FlattenLineCodes.SliceTooSmall, NoLessThan(smallest));

        var room = Floor(Math.Min(view.Reducible, line.Cap ?? view.Reducible), lot);
        if (room < smallest)
            return new ExitMove(ExitMoveKind.Miss, line.Code, line.Detail);

        var quantity = WithoutLeavingDust(Math.Min(room, largest), room, smallest, lot);
        return new ExitMove(
            ExitMoveKind.Place, Side: side, Quantity: new Quantity(quantity), Price: price);
    }

    /// <summary>The largest quantity of one slice at the price.</summary>
    private static decimal Largest(Instrument instrument, Price price, Notional sliceMax)
    {
        var lot = instrument.Lot.Value;
        var notional = instrument.NotionalMax.Value > 0m
            ? Math.Min(sliceMax.Value, instrument.NotionalMax.Value)
            : sliceMax.Value;
        var quantity = Floor(decimal.Round(notional / price.Value, 12, MidpointRounding.ToZero), lot);
        if (quantity * price.Value > notional)
            quantity -= lot;
        return Math.Min(quantity, Floor(instrument.QuantityMax.Value, lot));
    }

    /// <summary>A rest that could not be sold any more is shared out between two slices.</summary>
    private static decimal WithoutLeavingDust(decimal quantity, decimal room, decimal smallest, decimal lot)
    {
        var rest = room - quantity;
        if (rest <= 0m || rest >= smallest)
            return quantity;

        var half = Floor(room / 2m, lot);
        return half >= smallest ? Math.Min(half, quantity) : quantity;
    }

    /// <summary>The last miss, which is why there is a pause or an end.</summary>
    private static string Last(FlattenLine line) =>
        line.Code is FlattenLineCodes.Pausing or FlattenLineCodes.SliceUnderWay ? line.Detail
        : line.Detail.Length == 0 ? line.Code
        : $"{line.Code} {line.Detail}";

    private static string NoLessThan(decimal smallest) => string.Create(
        CultureInfo.InvariantCulture, $"the venue takes no less than {smallest:0.############}");

    private static decimal Floor(decimal value, decimal step) => step == 0m ? value : value - value % step;

    private static decimal Ceiling(decimal value, decimal step) =>
        step == 0m || value % step == 0m ? value : value - value % step + step;
}
