using TradingActors.Domain;
using TradingActors.Engine.Exits;
using Xunit;
using static TradingActors.Tests.Engine.Exits.ExitExamples;

namespace TradingActors.Tests.Engine.Exits;

/// <summary>What is next in one instrument, answer by answer.</summary>
public sealed class ExitRulesTests
{
    [Fact]
    public void sells_a_slice_at_the_collars_end_rounded_towards_the_market()
    {
        var move = Next(Line, View);

        Assert.Equal(ExitMoveKind.Place, move.Kind);
        Assert.Equal((Side.Sell, 99.50m, 1.005m), (move.Side, move.Price.Value, move.Quantity.Value));
        Assert.True(move.Quantity.Value * move.Price.Value <= Settings.SliceNotionalMax.Value);
    }

    [Fact]
    public void buys_back_a_short()
    {
        var move = Next(Line, View with { Position = -3m });

        Assert.Equal((Side.Buy, 100.51m), (move.Side, move.Price.Value));
        Assert.Equal(0.994m, move.Quantity.Value);
    }

    [Fact]
    public void a_bid_that_moves_takes_the_price_with_it() => Assert.Equal(
        79.60m, Next(Line, View with { Quote = QuoteAt(Now, 80m, 80.01m) }).Price.Value);

    [Fact]
    public void asks_for_no_more_than_working_reducers_leave()
    {
        var left = View with { Position = 0.5m, Reducers = 0.3m, Unknown = 1 };

        Assert.Equal(0.2m, Next(Line, left).Quantity.Value);
        Assert.Equal(ExitMove.Wait(FlattenLineCodes.ReducersStillWorking), Next(Line, left with { Reducers = 0.5m }));
        Assert.Equal(ExitMove.Wait(FlattenLineCodes.ReducersStillWorking), Next(Line, left with { Reducers = 0.46m }));
    }

    [Fact]
    public void a_rest_that_could_not_be_sold_is_shared_out()
    {
        var move = Next(Line, View with { Position = 1.010m });

        Assert.Equal(0.505m, move.Quantity.Value);
    }

    [Theory]
    [InlineData(0.0501, false)]
    [InlineData(0.0509, false)]
    [InlineData(0.051, true)]
    [InlineData(0.0007, false)]
    public void less_than_the_venue_takes_is_dust(decimal position, bool isSold)
    {
        var move = Next(Line, View with { Position = position });

        Assert.Equal(isSold ? ExitMoveKind.Place : ExitMoveKind.Finish, move.Kind);
        Assert.Equal(isSold ? FlattenOutcome.UnderWay : FlattenOutcome.Dust, move.Outcome);
    }

    [Fact]
    public void flat_is_an_end_only_when_nothing_works()
    {
        var flat = View with { Position = 0m, Quote = null };

        Assert.Equal(FlattenOutcome.Flat, Next(Line, flat).Outcome);
        Assert.Equal(ExitMove.Wait(FlattenLineCodes.OrdersStillWorking), Next(Line, flat with { Unknown = 1 }));
    }

    [Fact]
    public void working_orders_are_cancelled_first_and_get_one_timeout()
    {
        var busy = View with { Others = 2, Reducers = 1m };
        var first = Next(Line, busy);
        Assert.Equal(ExitMoveKind.CancelWorking, first.Kind);

        var line = Line.After(first, busy, Now.Monotonic);
        Assert.Equal(ExitMove.Wait(FlattenLineCodes.CancelsUnderWay), Next(line, busy, seconds: 2.9));
        Assert.Equal(ExitMoveKind.CancelWorking, Next(line, busy, seconds: 3).Kind);

        var again = line.After(Next(line, busy, seconds: 3), busy, After(3).Monotonic);
        var beside = Next(again, busy with { Quote = QuoteAt(After(3)) }, seconds: 3.1);
        Assert.Equal((ExitMoveKind.Place, 1.005m), (beside.Kind, beside.Quantity.Value));
    }

    [Theory]
    [InlineData(FlattenLineCodes.DeskNotReady)]
    [InlineData(FlattenLineCodes.InstrumentUnknown)]
    [InlineData(FlattenLineCodes.InstrumentNotTrading)]
    [InlineData(FlattenLineCodes.QuoteMissing)]
    [InlineData(FlattenLineCodes.QuoteUnsound)]
    [InlineData(FlattenLineCodes.QuoteStale)]
    [InlineData(FlattenLineCodes.ReducersStillWorking)]
    [InlineData(FlattenLineCodes.OrdersStillWorking)]
    public void what_is_missing_is_waited_for_and_given_up_after_the_longest_wait(string code)
    {
        var view = Missing(code);
        var move = Next(Line, view);
        Assert.Equal((ExitMoveKind.Wait, code), (move.Kind, move.Code));

        var line = Line.After(move, view, Now.Monotonic);
        Assert.Equal(ExitMoveKind.Wait, Next(line, Fresh(view, 59.9), seconds: 59.9).Kind);
        var end = Next(line, Fresh(view, 60), seconds: 60);
        Assert.Equal((ExitMoveKind.Finish, FlattenOutcome.Residual, code), (end.Kind, end.Outcome, end.Code));
    }

    [Fact]
    public void an_awaited_slice_is_waited_for_and_then_released()
    {
        var line = Line.Placed(new ClientOrderId("a"), Now.Monotonic);

        Assert.Equal(FlattenLineCodes.SliceUnderWay, Next(line, View, seconds: 2.9).Code);
        Assert.Equal(ExitMoveKind.ReleaseSlice, Next(line, View, seconds: 3).Kind);
    }

    [Fact]
    public void gives_up_after_the_most_orders_and_after_the_most_misses_with_the_last_reason()
    {
        Assert.Equal(FlattenLineCodes.SlicesExhausted, Next(Line with { Orders = 20 }, View).Code);

        var missed = Line with { Misses = 3 };
        missed = missed.Missed("-2010", "no", Now.Monotonic);
        var end = Next(missed, View);
        Assert.Equal((FlattenLineCodes.AttemptsExhausted, "-2010 no", FlattenOutcome.Residual),
            (end.Code, end.Detail, end.Outcome));
    }

    [Fact]
    public void pauses_longer_with_each_miss()
    {
        var line = Line.Missed(FlattenLineCodes.NothingFilled, "", Now.Monotonic);
        Assert.Equal((FlattenLineCodes.Pausing, FlattenLineCodes.NothingFilled),
            (Next(line, View, seconds: 0.2).Code, Next(line, View, seconds: 0.2).Detail));
        Assert.Equal(ExitMoveKind.Place, Next(line, View, seconds: 0.25).Kind);

        var again = line.Missed(FlattenLineCodes.NothingFilled, "", Now.Monotonic);
        Assert.Equal(ExitMoveKind.Wait, Next(again, View, seconds: 0.4).Kind);
        Assert.Equal(ExitMoveKind.Place, Next(again, View, seconds: 0.5).Kind);
    }

    [Fact]
    public void the_last_refusals_room_caps_the_next_order()
    {
        Assert.Equal(0.4m, Next(Line with { Cap = 0.4009m }, View).Quantity.Value);
        Assert.Equal(ExitMoveKind.Miss, Next(Line with { Cap = 0.01m }, View).Kind);
    }

    [Fact]
    public void a_slice_smaller_than_the_venue_takes_is_said_so()
    {
        var end = ExitRules.Next(
            Line, View, Settings with { SliceNotionalMax = new Notional(4m) }, Now);

        Assert.Equal((FlattenLineCodes.SliceTooSmall, FlattenOutcome.Residual), (end.Code, end.Outcome));
    }

    [Fact]
    public void the_venues_largest_order_bounds_a_slice()
    {
        var small = Btc with { QuantityMax = new Quantity(0.25m) };

        Assert.Equal(0.25m, Next(Line, View with { Instrument = small }).Quantity.Value);
    }

    private static ExitView Missing(string code) => code switch
    {
        FlattenLineCodes.DeskNotReady => View with { CanExit = false },
        FlattenLineCodes.InstrumentUnknown => View with { Instrument = null },
        FlattenLineCodes.InstrumentNotTrading => View with { Instrument = Btc with { Status = InstrumentStatus.Halted } },
        FlattenLineCodes.QuoteMissing => View with { Quote = null },
        FlattenLineCodes.QuoteUnsound => View with { Quote = QuoteAt(Now, 100m, 99m) },
        FlattenLineCodes.QuoteStale => View with { Quote = QuoteAt(After(-5.1)) },
        FlattenLineCodes.ReducersStillWorking => View with { Reducers = 3m, Unknown = 1 },
        _ => View with { Position = 0m, Unknown = 1 },
    };

    private static ExitView Fresh(ExitView view, double seconds) =>
        view.Quote is { } quote && quote.ReceivedAt == Now
            ? view with { Quote = quote with { ReceivedAt = After(seconds) } }
            : view;

    private static ExitMove Next(FlattenLine line, ExitView view, double seconds = 0) =>
        ExitRules.Next(line, view, Settings, After(seconds));
}
