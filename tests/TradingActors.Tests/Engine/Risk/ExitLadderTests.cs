using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using TradingActors.Tests.Engine.Exits;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>The ladder of the audited exit: what it lets pass that no other order may, and what never.</summary>
public sealed class ExitLadderTests
{
    private static readonly ExitSettings Exits = ExitExamples.Settings;

    private int _ids;

    [Fact]
    public void the_ladder_runs_in_the_precedence_of_the_codes()
    {
        var codes = ExitLadder.Precedence.ToArray();

        Assert.Equal(codes.Order(), codes);
        Assert.DoesNotContain(RefusalCode.ModeForbids, codes);
        Assert.DoesNotContain(RefusalCode.OrderRateAboveLimit, codes);
        Assert.DoesNotContain(RefusalCode.DuplicateInWindow, codes);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(TradingMode.Active)]
    [InlineData(TradingMode.ReduceOnly)]
    [InlineData(TradingMode.CancelOnly)]
    [InlineData(TradingMode.Halted)]
    public void passes_in_every_mode_with_its_flattens_name(TradingMode mode)
    {
        var desk = Held(1m);
        desk.SetMode(mode);

        var decision = Decide(desk, Sell(0.5m));

        Approved(decision);
        Assert.Equal("f1", decision.Approved!.Pass?.FlattenId);
        Assert.True(decision.Approved.Request.ReduceOnly);
        Assert.Equal(0.5m, desk.Exposure().ReservedSell.Value);
    }

    [Fact]
    public void no_other_order_carries_a_pass() =>
        Assert.Null(Held(1m).Place(Side.Sell, 0.5m, 100m).Approved!.Pass);

    [Fact]
    public void passes_where_limits_rate_and_duplicates_would_stop_any_other_order()
    {
        var account = RiskDesk.Funded();
        account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(50m), new Price(100m), default));
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            GrossExposureMax = new Notional(1m),
            OrderRateMax = 1,
            DuplicateWindow = TimeSpan.FromSeconds(10),
            Default = RiskDesk.Limits with { OpenOrdersMax = 1, QuantityMin = new Quantity(2m) },
        }, account);
        desk.Gate.SetCanExit(true);

        for (var i = 0; i < 5; i++)
            Approved(Decide(desk, Sell(0.5m)));
        Refused(RefusalCode.OpenOrdersAboveLimit, desk.Place(Side.Sell, 2m, 100m));
    }

    [Fact]
    public void passes_in_an_instrument_without_limits()
    {
        var account = RiskDesk.Funded();
        account.Apply(new OpeningPositionTaken(RiskDesk.Eth, new Quantity(1m), new Price(100m), default));
        var desk = new RiskDesk(RiskDesk.Settings with { Default = null }, account);
        desk.Gate.SetCanExit(true);

        Refused(RefusalCode.NoLimitConfigured, desk.Place(Side.Sell, 0.5m, 100m, symbol: RiskDesk.Eth));
        Approved(Decide(desk, Sell(0.5m) with { Symbol = RiskDesk.Eth }));
    }

    [Fact]
    public void an_order_of_an_exit_is_not_counted_against_the_rate_of_others()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { OrderRateMax = 1 }, Held(1m).AccountState);
        desk.Gate.SetCanExit(true);
        Approved(Decide(desk, Sell(0.1m)));

        Approved(desk.Place(Side.Buy, 0.1m, 100m));
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(1, Side.Sell, 0.7, true)]
    [InlineData(1, Side.Sell, 0.701, false)]
    [InlineData(1, Side.Buy, 0.1, false)]
    [InlineData(-1, Side.Buy, 0.9, true)]
    [InlineData(-1, Side.Sell, 0.1, false)]
    [InlineData(0, Side.Sell, 0.1, false)]
    public void only_what_reduces_beside_every_working_reducer_passes(
        decimal held, Side side, decimal quantity, bool passes)
    {
        var desk = Held(held);
        if (held > 0m)
            desk.Work(Side.Sell, 0.3m, 101m);

        Judge(passes, RefusalCode.NotReducing, Decide(desk, Sell(quantity) with
        {
            Side = side,
            LimitPrice = new Price(side == Side.Sell ? 99.60m : 100.40m),
            ReduceOnly = false,
        }));
    }

    [Theory]
    [InlineData(Side.Sell, 99.50, true)]
    [InlineData(Side.Sell, 99.49, false)]
    [InlineData(Side.Sell, 150, true)]
    [InlineData(Side.Buy, 100.51, true)]
    [InlineData(Side.Buy, 100.52, false)]
    public void the_price_stays_within_the_exits_own_collar_from_the_best_price(
        Side side, decimal price, bool passes) => Judge(passes, RefusalCode.PriceOutsideCollar,
        Decide(Held(side == Side.Sell ? 1m : -1m), Sell(0.1m) with { Side = side, LimitPrice = new Price(price) }));

    [Fact]
    public void what_is_held_must_be_known()
    {
        var desk = Held(1m);
        desk.Gate.SetCanExit(false);
        Refused(RefusalCode.AccountNotReady, Decide(desk, Sell(0.1m)));

        var blank = new RiskDesk(account: new AccountState());
        blank.Gate.SetCanExit(true);
        Refused(RefusalCode.AccountNotReady, Decide(blank, Sell(0.1m)));
    }

    [Fact]
    public void the_quote_must_be_there_fresh_and_sound()
    {
        var desk = Held(1m);
        desk.Quote(RiskDesk.Btc, 100m, 99m);
        Refused(RefusalCode.ReferencePriceUnsound, Decide(desk, Sell(0.1m)));

        desk.Quote(RiskDesk.Btc, 99.99m, 100.01m);
        desk.Advance(TimeSpan.FromSeconds(5.001));
        Refused(RefusalCode.ReferencePriceStale, Decide(desk, Sell(0.1m)));

        var quiet = new RiskDesk(account: Held(1m).AccountState, quoted: false);
        quiet.Gate.SetCanExit(true);
        Refused(RefusalCode.ReferencePriceMissing, Decide(quiet, Sell(0.1m)));
    }

    [Fact]
    public void what_the_venue_does_not_take_is_refused_with_its_numbers()
    {
        var desk = Held(3m);

        Refused(RefusalCode.InstrumentUnknown, Decide(desk, Sell(1m) with { Symbol = new Symbol("NONE") }));
        Refused(RefusalCode.TermsInvalid, Decide(desk, Sell(1m) with { TimeInForce = TimeInForce.Gtc }));
        Refused(RefusalCode.TermsInvalid, Decide(desk, Sell(1m) with { Type = OrderType.Market, LimitPrice = null }));
        Numbers(RefusalCode.QuantityOffLot, 0.001m, 0.1005m, Decide(desk, Sell(0.1005m)));
        Numbers(RefusalCode.PriceOffTick, 0.01m, 99.601m, Decide(desk, Sell(1m) with { LimitPrice = new Price(99.601m) }));
        Numbers(RefusalCode.NotionalBelowMin, 5m, 4.98m, Decide(desk, Sell(0.05m)));
        Numbers(RefusalCode.NotionalAboveMax, 100m, 199.2m, Decide(desk, Sell(2m)));
    }

    [Fact]
    public void a_stopped_market_takes_nothing()
    {
        var desk = Held(1m);
        desk.State.Apply(new InstrumentsKnown(
            [RiskDesk.InstrumentOf(RiskDesk.Btc) with { Status = InstrumentStatus.Halted }]));

        Refused(RefusalCode.InstrumentNotTrading, Decide(desk, Sell(0.1m)));
    }

    [Fact]
    public void funds_must_be_there()
    {
        var account = RiskDesk.Funded(coins: 0.2m);
        account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(1m), new Price(100m), default));
        var desk = new RiskDesk(account: account);
        desk.Gate.SetCanExit(true);

        Numbers(RefusalCode.BalanceInsufficient, 0.2m, 0.5m, Decide(desk, Sell(0.5m)));
        Approved(Decide(desk, Sell(0.2m)));
    }

    [Fact]
    public void a_repeat_is_answered_as_the_first_one_was()
    {
        var desk = Held(1m);
        var request = Sell(0.1m);
        Approved(Decide(desk, request));

        Assert.Equal(RiskVerdict.Repeated, Decide(desk, request).Verdict);
        Assert.Equal(RiskVerdict.IdReused, Decide(desk, request with { Quantity = new Quantity(0.2m) }).Verdict);
        Assert.Equal(0.1m, desk.Exposure().ReservedSell.Value);
    }

    private static RiskDesk Held(decimal position)
    {
        var desk = Holding(position);
        desk.Gate.SetCanExit(true);
        return desk;
    }

    private static RiskDecision Decide(RiskDesk desk, OrderRequest request) =>
        ExitLadder.Decide(desk.State, new PlaceExit("f1", request), Exits, desk.Gate, desk.Now);

    private OrderRequest Sell(decimal quantity) => new(
        new ClientOrderId($"exit-{++_ids}"), RiskDesk.Btc, Side.Sell, OrderType.Limit, TimeInForce.Ioc,
        new Quantity(quantity), new Price(99.60m));
}
