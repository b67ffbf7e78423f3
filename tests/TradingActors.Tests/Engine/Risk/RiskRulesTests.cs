using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Every rule at its boundary and one step beyond.</summary>
public sealed class RiskRulesTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void the_ladder_runs_in_the_precedence_of_the_codes_and_leaves_none_out()
    {
        var codes = RiskRules.Precedence.ToArray();
        Assert.Equal(codes.Order(), codes);
        Assert.Equal(
            Enum.GetValues<RefusalCode>().Except([RefusalCode.ClientOrderIdReused, RefusalCode.JournalUnavailable]),
            codes);
    }

    [Fact]
    public void approves_an_order_that_passes_every_rule()
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 1m, 100m);
        var decision = desk.Decide(request);
        Assert.Equal(RiskVerdict.Approved, decision.Verdict);
        Assert.Same(request, decision.Approved!.Request);
        Assert.False(decision.Approved.Reduces);
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
        Assert.Equal(1, desk.Exposure().OpenOrders);
    }

    [Fact]
    public void repeats_the_answer_for_the_same_id_and_content_without_reserving_twice()
    {
        var desk = new RiskDesk();
        desk.Place(Side.Buy, 1m, 100m, "a");
        Assert.Equal(RiskVerdict.Repeated, desk.Place(Side.Buy, 1m, 100m, "a").Verdict);
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
    }

    [Fact]
    public void names_the_field_that_differs_under_a_used_id()
    {
        var desk = new RiskDesk();
        desk.Place(Side.Buy, 1m, 100m, "a");
        var decision = desk.Place(Side.Buy, 2m, 100m, "a");
        Assert.Equal(RiskVerdict.IdReused, decision.Verdict);
        Assert.Equal(new Refusal(RefusalCode.ClientOrderIdReused, Detail: "Quantity"), decision.Refusal);
    }

    [Fact]
    public void remembers_the_id_of_a_refused_order()
    {
        var desk = new RiskDesk();
        Assert.Equal(RiskVerdict.Refused, desk.Place(Side.Buy, 99m, 100m, "a").Verdict);
        Assert.Equal(RiskVerdict.Repeated, desk.Place(Side.Buy, 99m, 100m, "a").Verdict);
        Assert.Equal(RiskVerdict.IdReused, desk.Place(Side.Buy, 1m, 100m, "a").Verdict);
    }

    [Fact]
    public void refuses_before_the_opening_balances_are_taken()
    {
        var desk = new RiskDesk(account: new AccountState());
        Refused(RefusalCode.AccountNotReady, desk.Place(Side.Buy, 1m, 100m));
        desk.Publish(new OpeningBalancesTaken([new OpeningBalance(new Asset("USDT"), 1000m)], [], desk.Now.Wall));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_desk_that_is_not_ready_is_told_from_a_mode_that_forbids()
    {
        var desk = new RiskDesk();
        desk.SetMode(TradingMode.Halted, HoldCause.DeskNotReady);
        Refused(RefusalCode.AccountNotReady, desk.Place(Side.Buy, 1m, 100m));
        desk.SetMode(TradingMode.Halted);
        var refusal = Refused(RefusalCode.ModeForbids, desk.Place(Side.Buy, 1m, 100m));
        Assert.Equal("Halted for account:desk: Operator, a test", refusal.Detail);
    }

    [Theory]
    [InlineData(TradingMode.Active, true, true)]
    [InlineData(TradingMode.ReduceOnly, false, true)]
    [InlineData(TradingMode.CancelOnly, false, false)]
    [InlineData(TradingMode.Halted, false, false)]
    public void lets_orders_pass_as_the_mode_allows(TradingMode mode, bool opens, bool reduces)
    {
        var desk = Holding(2m);
        desk.SetMode(mode);
        Assert.Equal(opens, desk.Place(Side.Buy, 1m, 100m).Verdict == RiskVerdict.Approved);
        var decision = desk.Place(Side.Sell, 2m, 100m);
        Assert.Equal(reduces, decision.Verdict == RiskVerdict.Approved);
        if (reduces)
            Assert.True(decision.Approved!.Reduces);
    }

    [Fact]
    public void a_hold_of_one_strategy_or_instrument_stops_nothing_else()
    {
        var desk = new RiskDesk();
        desk.SetMode(TradingMode.Halted, scope: Scope.Strategy(RiskDesk.Account, new StrategyId("quoter")));
        Refused(RefusalCode.ModeForbids, desk.Decide(desk.Limit(Side.Buy, 1m, 100m, strategy: new StrategyId("quoter"))));
        Approved(desk.Decide(desk.Limit(Side.Buy, 1m, 100m, strategy: new StrategyId("trend"))));
        desk.SetMode(TradingMode.Halted, scope: Scope.Instrument(RiskDesk.Venue, RiskDesk.Eth));
        Refused(RefusalCode.ModeForbids, desk.Place(Side.Buy, 1m, 100m, symbol: RiskDesk.Eth));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void refuses_an_instrument_without_limits()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { Default = null });
        Assert.Equal("BTCUSDT", Refused(RefusalCode.NoLimitConfigured, desk.Place(Side.Buy, 1m, 100m)).Detail);
    }

    [Fact]
    public void refuses_an_instrument_whose_exposure_counts_in_another_asset()
    {
        var cross = RiskDesk.InstrumentOf(RiskDesk.Btc) with { Symbol = new Symbol("ETHBTC"), Quote = new Asset("BTC") };
        var desk = new RiskDesk(instruments: [cross]);
        var refusal = Refused(RefusalCode.NoLimitConfigured, desk.Place(Side.Buy, 1m, 100m, symbol: cross.Symbol));
        Assert.Equal("exposure is limited in USDT, ETHBTC is quoted in BTC", refusal.Detail);
    }

    [Fact]
    public void refuses_an_instrument_that_the_venue_does_not_list_or_lists_no_more()
    {
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            Instruments = new Dictionary<Symbol, InstrumentLimits> { [new Symbol("XRPUSDT")] = RiskDesk.Limits },
        });
        Refused(RefusalCode.InstrumentUnknown, desk.Place(Side.Buy, 1m, 100m, symbol: new Symbol("XRPUSDT")));
        desk.State.Apply(new InstrumentsKnown([RiskDesk.InstrumentOf(RiskDesk.Eth)]));
        Refused(RefusalCode.InstrumentUnknown, desk.Place(Side.Buy, 1m, 100m));
    }

    [Theory]
    [InlineData(InstrumentStatus.CancelOnly)]
    [InlineData(InstrumentStatus.Halted)]
    public void refuses_an_instrument_that_does_not_trade(InstrumentStatus status)
    {
        var desk = new RiskDesk(instruments: [RiskDesk.InstrumentOf(RiskDesk.Btc) with { Status = status }]);
        Refused(RefusalCode.InstrumentNotTrading, desk.Place(Side.Buy, 1m, 100m));
    }

    [Theory]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Ioc, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Fok, true, true)]
    [InlineData(OrderType.Limit, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.Limit, (TimeInForce)9, true, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Gtc, true, true)]
    [InlineData(OrderType.PostOnly, TimeInForce.Gtc, false, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Ioc, true, false)]
    [InlineData(OrderType.PostOnly, TimeInForce.Fok, true, false)]
    [InlineData(OrderType.Market, TimeInForce.Gtc, false, true)]
    [InlineData(OrderType.Market, TimeInForce.Ioc, false, true)]
    [InlineData(OrderType.Market, TimeInForce.Fok, false, false)]
    [InlineData(OrderType.Market, TimeInForce.Gtc, true, false)]
    [InlineData((OrderType)9, TimeInForce.Gtc, true, false)]
    public void type_time_in_force_and_price_must_go_together(OrderType type, TimeInForce tif, bool priced, bool passes)
    {
        var desk = new RiskDesk();
        Judge(passes, RefusalCode.TermsInvalid, desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with
        {
            Type = type,
            TimeInForce = tif,
            LimitPrice = priced ? new Price(100m) : null,
        }));
    }

    [Theory]
    [InlineData(1.001, true, RefusalCode.QuantityOffLot)]
    [InlineData(1.0005, false, RefusalCode.QuantityOffLot)]
    [InlineData(0, false, RefusalCode.QuantityOffLot)]
    [InlineData(-1, false, RefusalCode.QuantityOffLot)]
    [InlineData(5, true, RefusalCode.QuantityAboveMax)]
    [InlineData(5.001, false, RefusalCode.QuantityAboveMax)]
    public void quantity_is_on_the_lot_and_within_the_limits(double quantity, bool passes, RefusalCode code) =>
        Judge(passes, code, new RiskDesk().Place(Side.Buy, (decimal)quantity, 100m));

    [Fact]
    public void the_stricter_of_the_venues_and_our_smallest_and_largest_counts()
    {
        var venueStricter = RiskDesk.InstrumentOf(RiskDesk.Btc) with
        {
            QuantityMin = new Quantity(0.5m),
            QuantityMax = new Quantity(2m),
            NotionalMin = new Notional(60m),
            NotionalMax = new Notional(150m),
        };
        var desk = new RiskDesk(instruments: [venueStricter]);
        Numbers(RefusalCode.QuantityBelowMin, 0.5m, 0.499m, desk.Place(Side.Buy, 0.499m, 100m));
        Numbers(RefusalCode.QuantityAboveMax, 2m, 2.001m, desk.Place(Side.Buy, 2.001m, 100m));
        Numbers(RefusalCode.NotionalBelowMin, 60m, 50m, desk.Place(Side.Buy, 0.5m, 100m));
        Numbers(RefusalCode.NotionalAboveMax, 150m, 200m, desk.Place(Side.Buy, 2m, 100m));

        var ours = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with
            {
                QuantityMin = new Quantity(0.7m),
                QuantityMax = new Quantity(1m),
                NotionalMin = new Notional(80m),
                NotionalMax = new Notional(90m),
            },
        });
        Numbers(RefusalCode.QuantityBelowMin, 0.7m, 0.699m, ours.Place(Side.Buy, 0.699m, 100m));
        Numbers(RefusalCode.QuantityAboveMax, 1m, 1.001m, ours.Place(Side.Buy, 1.001m, 100m));
        Numbers(RefusalCode.NotionalBelowMin, 80m, 79.9m, ours.Place(Side.Buy, 0.799m, 100m));
        Numbers(RefusalCode.NotionalAboveMax, 90m, 90.1m, ours.Place(Side.Buy, 0.901m, 100m));
        Approved(ours.Place(Side.Buy, 0.9m, 100m));
    }

    [Theory]
    [InlineData(100.01, true, RefusalCode.PriceOffTick)]
    [InlineData(100.005, false, RefusalCode.PriceOffTick)]
    [InlineData(1000.01, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(9.99, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(0, false, RefusalCode.PriceOutOfBounds)]
    [InlineData(-100, false, RefusalCode.PriceOutOfBounds)]
    public void price_is_on_the_tick_and_within_the_venues_bounds(double price, bool passes, RefusalCode code) =>
        Judge(passes, code, new RiskDesk().Place(Side.Buy, 0.1m, (decimal)price));

    [Fact]
    public void an_absurd_price_is_refused_where_the_venue_sets_no_bounds()
    {
        var unbounded = RiskDesk.InstrumentOf(RiskDesk.Btc) with { PriceMin = Price.Zero, PriceMax = Price.Zero, Tick = Price.Zero };
        var desk = new RiskDesk(instruments: [unbounded]);
        Refused(RefusalCode.PriceOutOfBounds, desk.Place(Side.Buy, 1m, decimal.MaxValue));
        Refused(RefusalCode.QuantityAboveMax, desk.Place(Side.Buy, 10_000_000_000_000_000_000_000_000_000m, 100m));
    }

    [Fact]
    public void a_reference_price_must_have_arrived_be_fresh_and_be_sound()
    {
        var desk = new RiskDesk(quoted: false);
        Refused(RefusalCode.ReferencePriceMissing, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 100.01m, 100m);
        Refused(RefusalCode.ReferencePriceUnsound, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 0m, 100m);
        Refused(RefusalCode.ReferencePriceUnsound, desk.Place(Side.Buy, 1m, 100m));
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        desk.Advance(TimeSpan.FromSeconds(5));
        Approved(desk.Place(Side.Buy, 1m, 100m));
        desk.Advance(Millisecond);
        Numbers(RefusalCode.ReferencePriceStale, 5000m, 5001m, desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_price_is_needed_for_everything_that_the_account_holds_unless_the_order_reduces()
    {
        var account = RiskDesk.Funded();
        account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(2m), new Price(100m), DateTimeOffset.UnixEpoch));
        account.Apply(new OpeningPositionTaken(RiskDesk.Eth, new Quantity(2m), new Price(100m), DateTimeOffset.UnixEpoch));
        var desk = new RiskDesk(account: account, quoted: false);
        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        var refusal = Refused(RefusalCode.ReferencePriceMissing, desk.Place(Side.Buy, 1m, 100m));
        Assert.Equal("ETHUSDT, which is held or worked", refusal.Detail);
        Approved(desk.Place(Side.Sell, 2m, 100m));
        desk.Quote(RiskDesk.Eth, 99.99m, 100.01m);
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Theory]
    [InlineData(Side.Buy, 101, true, 100, 0)]
    [InlineData(Side.Buy, 101.01, false, 100, 101)]
    [InlineData(Side.Buy, 50, true, 0, 0)]
    [InlineData(Side.Buy, 49.99, false, 5000, 5001)]
    [InlineData(Side.Sell, 99, true, 0, 0)]
    [InlineData(Side.Sell, 98.99, false, 100, 101)]
    [InlineData(Side.Sell, 150, true, 0, 0)]
    [InlineData(Side.Sell, 150.01, false, 5000, 5001)]
    public void price_is_within_the_collar_of_its_direction(Side side, double price, bool passes, int limit, int was)
    {
        var decision = new RiskDesk().Place(side, 0.2m, (decimal)price);
        if (passes)
            Approved(decision);
        else
            Numbers(RefusalCode.PriceOutsideCollar, limit, was, decision);
    }

    [Theory]
    [InlineData(0.05, 100, true)]
    [InlineData(0.049, 100, false)]
    public void notional_is_not_below_the_smallest(double quantity, double price, bool passes) =>
        Judge(passes, RefusalCode.NotionalBelowMin, new RiskDesk().Place(Side.Buy, (decimal)quantity, (decimal)price));

    [Theory]
    [InlineData(120, true)]
    [InlineData(120.01, false)]
    public void notional_is_not_above_the_largest(double price, bool passes) =>
        Judge(passes, RefusalCode.NotionalAboveMax, new RiskDesk().Place(Side.Sell, 5m, (decimal)price));

    [Fact]
    public void a_market_order_counts_at_the_worse_end_of_the_collar()
    {
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with { NotionalMax = new Notional(202m), NotionalMin = new Notional(99m) },
        });
        Approved(desk.Decide(Market(desk, Side.Buy, 2m)));
        Numbers(RefusalCode.NotionalAboveMax, 202m, 202.101m, desk.Decide(Market(desk, Side.Sell, 2.001m)));
        Approved(desk.Decide(Market(desk, Side.Sell, 1m)));
        Numbers(RefusalCode.NotionalBelowMin, 99m, 98.901m, desk.Decide(Market(desk, Side.Buy, 0.999m)));
    }

    [Theory]
    [InlineData(2, 0, Side.Sell, 2, true)]
    [InlineData(2, 0, Side.Sell, 2.001, false)]
    [InlineData(2, 0, Side.Buy, 1, false)]
    [InlineData(2, 1.5, Side.Sell, 0.5, true)]
    [InlineData(2, 1.5, Side.Sell, 0.501, false)]
    [InlineData(0, 0, Side.Sell, 1, false)]
    [InlineData(0, 0, Side.Buy, 1, false)]
    [InlineData(-2, 0, Side.Buy, 2, true)]
    [InlineData(-2, 0, Side.Buy, 2.001, false)]
    [InlineData(-2, 0, Side.Sell, 1, false)]
    public void reduce_only_never_grows_or_flips_the_position(
        double position, double workingReducer, Side side, double quantity, bool passes)
    {
        var desk = Holding((decimal)position);
        if (workingReducer > 0)
            desk.Work(position > 0 ? Side.Sell : Side.Buy, (decimal)workingReducer, 100m);
        Judge(passes, RefusalCode.NotReducing, desk.Place(side, (decimal)quantity, 100m, reduceOnly: true));
    }

    [Theory]
    [InlineData(0, 5, 5, true)]
    [InlineData(0.001, 5, 5, false)]
    [InlineData(-0.001, 5, 5, true)]
    public void a_buy_counts_the_position_and_every_working_buy(double position, double working, double more, bool passes)
    {
        var desk = Holding((decimal)position);
        desk.Work(Side.Buy, (decimal)working, 100m);
        Judge(passes, RefusalCode.PositionAboveLimit, desk.Place(Side.Buy, (decimal)more, 100m));
    }

    [Theory]
    [InlineData(0, 5, 5, true)]
    [InlineData(-0.001, 5, 5, false)]
    [InlineData(0.001, 5, 5, true)]
    public void a_sell_counts_the_position_and_every_working_sell(double position, double working, double more, bool passes)
    {
        var desk = Holding((decimal)position);
        desk.Work(Side.Sell, (decimal)working, 100m);
        Judge(passes, RefusalCode.PositionAboveLimit, desk.Place(Side.Sell, (decimal)more, 100m));
    }

    [Fact]
    public void gross_exposure_adds_up_over_instruments_at_the_higher_of_reference_and_own_price()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { GrossExposureMax = new Notional(1001m) });
        desk.Work(Side.Buy, 5m, 100m);
        Numbers(RefusalCode.GrossExposureAboveLimit, 1001m, 1005m, desk.Place(Side.Sell, 5m, 101m, symbol: RiskDesk.Eth));
        Approved(desk.Place(Side.Buy, 5m, 100.2m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void below_the_reference_price_gross_exposure_counts_at_the_reference_price()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { GrossExposureMax = new Notional(500m) });
        Approved(desk.Place(Side.Buy, 5m, 60m));
        Numbers(RefusalCode.GrossExposureAboveLimit, 500m, 510m, desk.Place(Side.Buy, 0.1m, 60m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void an_order_that_does_not_raise_gross_exposure_passes_even_above_the_limit()
    {
        var desk = Holding(9m);
        desk.Quote(RiskDesk.Btc, 199.99m, 200.01m);
        Assert.Equal(1800m, desk.State.ToView().Gross.Value);
        Refused(RefusalCode.GrossExposureAboveLimit, desk.Place(Side.Buy, 0.1m, 200m));
        Approved(desk.Place(Side.Sell, 3m, 200m));
    }

    [Fact]
    public void open_orders_are_counted_by_instrument()
    {
        var desk = new RiskDesk();
        for (var i = 0; i < 4; i++)
            Approved(desk.Place(Side.Buy, 0.1m, 100m));
        Numbers(RefusalCode.OpenOrdersAboveLimit, 4m, 5m, desk.Place(Side.Buy, 0.1m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void the_order_rate_is_a_sliding_window_that_counts_approvals_alone()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { OrderRateMax = 2 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(Millisecond * 400);
        Refused(RefusalCode.QuantityAboveMax, desk.Place(Side.Buy, 99m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(Millisecond * 599);
        Numbers(RefusalCode.OrderRateAboveLimit, 2m, 3m, desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(Millisecond);
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        Refused(RefusalCode.OrderRateAboveLimit, desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Fact]
    public void the_same_order_under_another_id_is_a_duplicate_until_the_window_has_passed()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { DuplicateWindow = Millisecond * 500 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(Millisecond * 499);
        Numbers(RefusalCode.DuplicateInWindow, 500m, 499m, desk.Place(Side.Buy, 0.10m, 100.00m));
        Approved(desk.Place(Side.Sell, 0.1m, 100m));
        Approved(desk.Place(Side.Buy, 0.1m, 100.01m));
        Approved(desk.Place(Side.Buy, 0.101m, 100m));
        desk.Advance(Millisecond);
        Approved(desk.Place(Side.Buy, 0.1m, 100m, symbol: RiskDesk.Eth));
        desk = new RiskDesk(RiskDesk.Settings with { DuplicateWindow = Millisecond * 500 });
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
        desk.Advance(Millisecond * 500);
        Approved(desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Fact]
    public void a_buy_needs_its_notional_and_the_worst_fee_beside_what_is_reserved()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 200.2m));
        Approved(desk.Place(Side.Buy, 1m, 100m));
        Numbers(RefusalCode.BalanceInsufficient, 100.1m, 100.11001m, desk.Place(Side.Buy, 1m, 100.01m));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_post_only_buy_needs_the_makers_fee()
    {
        var desk = new RiskDesk(account: RiskDesk.Funded(usdt: 100.05m));
        Refused(RefusalCode.BalanceInsufficient, desk.Place(Side.Buy, 1m, 100m));
        Approved(desk.Decide(desk.Limit(Side.Buy, 1m, 100m) with { Type = OrderType.PostOnly }));
    }

    [Theory]
    [InlineData(false, 1.0, true)]
    [InlineData(false, 1.001, false)]
    [InlineData(true, 0.999, true)]
    [InlineData(true, 1.0, false)]
    public void a_sell_needs_its_quantity_and_a_fee_in_base_where_one_is_taken(bool feeInBase, double quantity, bool passes)
    {
        var desk = new RiskDesk(RiskDesk.Settings with { SellFeeInBase = feeInBase }, RiskDesk.Funded(coins: 1m));
        Judge(passes, RefusalCode.BalanceInsufficient, desk.Place(Side.Sell, (decimal)quantity, 100m));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void of_two_broken_rules_the_earlier_one_answers(RefusalCode earlier, RefusalCode later)
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 1m, 100m);
        foreach (var code in new[] { later, earlier })
            request = Break(code, desk, request);
        Refused(earlier, desk.Decide(request));
    }

    public static TheoryData<RefusalCode, RefusalCode> Codes()
    {
        RefusalCode[] codes =
        [
            RefusalCode.ModeForbids, RefusalCode.InstrumentNotTrading, RefusalCode.TermsInvalid,
            RefusalCode.QuantityAboveMax, RefusalCode.ReferencePriceStale, RefusalCode.NotReducing,
        ];
        var data = new TheoryData<RefusalCode, RefusalCode>();
        for (var i = 0; i < codes.Length; i++)
            for (var j = i + 1; j < codes.Length; j++)
                data.Add(codes[i], codes[j]);
        return data;
    }

    private static OrderRequest Break(RefusalCode code, RiskDesk desk, OrderRequest request)
    {
        switch (code)
        {
            case RefusalCode.ModeForbids:
                desk.SetMode(TradingMode.CancelOnly);
                return request;
            case RefusalCode.InstrumentNotTrading:
                desk.State.Apply(new InstrumentsKnown(
                    [RiskDesk.InstrumentOf(RiskDesk.Btc) with { Status = InstrumentStatus.Halted }]));
                return request;
            case RefusalCode.TermsInvalid:
                return request with { Type = OrderType.PostOnly, TimeInForce = TimeInForce.Fok };
            case RefusalCode.QuantityAboveMax:
                return request with { Quantity = new Quantity(6m) };
            case RefusalCode.ReferencePriceStale:
                desk.Advance(TimeSpan.FromSeconds(6));
                return request;
            default:
                return request with { ReduceOnly = true };
        }
    }

    private static RiskDesk Holding(decimal position)
    {
        var account = RiskDesk.Funded();
        if (position != 0m)
            account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(position), new Price(100m), DateTimeOffset.UnixEpoch));
        return new RiskDesk(RiskDesk.Settings, account);
    }

    private static OrderRequest Market(RiskDesk desk, Side side, decimal quantity) =>
        desk.Limit(side, quantity, 100m) with { Type = OrderType.Market, LimitPrice = null };

    private static void Approved(RiskDecision decision) => Assert.Null(decision.Refusal);

    private static Refusal Refused(RefusalCode code, RiskDecision decision)
    {
        Assert.NotNull(decision.Refusal);
        Assert.Equal(code, decision.Refusal.Code);
        Assert.Equal(RefusalCodes.Numbers(code) is not null, decision.Refusal.Limit is not null);
        Assert.Equal(RefusalCodes.Numbers(code) is not null, decision.Refusal.Actual is not null);
        return decision.Refusal;
    }

    private static void Numbers(RefusalCode code, decimal limit, decimal was, RiskDecision decision)
    {
        var refusal = Refused(code, decision);
        Assert.Equal((limit, was), (refusal.Limit, refusal.Actual));
    }

    private static void Judge(bool passes, RefusalCode code, RiskDecision decision)
    {
        if (passes)
            Approved(decision);
        else
            Refused(code, decision);
    }
}
