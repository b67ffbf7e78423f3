using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Who may ask for anything at all.</summary>
public sealed class RiskAccessTests
{
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
}
