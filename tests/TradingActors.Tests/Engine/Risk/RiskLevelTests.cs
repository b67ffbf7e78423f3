using TradingActors.Domain;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Limits of the account and of its strategies side by side: the strictest wins.</summary>
[Trait("Control", "C08")]
public sealed class RiskLevelTests
{
    private static readonly StrategyId Quoter = new("quoter");
    private static readonly StrategyId Trend = new("trend");

    [Fact]
    public void a_strategys_gross_exposure_is_its_own_and_the_accounts_is_everybodys()
    {
        var desk = With(new StrategyLimits { GrossExposureMax = new Notional(300m) });
        Approved(desk.Decide(Of(desk, Quoter, Side.Buy, 3m)));
        Refused(new Refusal(RefusalCode.GrossExposureAboveLimit, 300m, 400m, "strategy quoter"),
            desk.Decide(Of(desk, Quoter, Side.Buy, 1m)));
        Approved(desk.Decide(Of(desk, Trend, Side.Buy, 3m)));
        Approved(desk.Decide(desk.Limit(Side.Buy, 4m, 100m)));
        Refused(RefusalCode.PositionAboveLimit, desk.Decide(desk.Limit(Side.Buy, 1m, 100m)));
    }

    [Fact]
    public void a_strategy_may_leave_what_is_above_its_limit()
    {
        var desk = With(new StrategyLimits { GrossExposureMax = new Notional(300m) },
            RiskDesk.Limits with { NotionalMax = new Notional(10_000m) });
        var order = Of(desk, Quoter, Side.Buy, 3m);
        desk.Decide(order);
        desk.Record(order);
        desk.Publish(desk.Fill(order, 3m));
        desk.Quote(RiskDesk.Btc, 149.99m, 150.01m);
        Approved(desk.Decide(Of(desk, Quoter, Side.Sell, 3m, 150m)));
        Refused(RefusalCode.GrossExposureAboveLimit, desk.Decide(Of(desk, Quoter, Side.Sell, 5m, 150m)));
    }

    [Fact]
    public void net_exposure_counts_every_instrument_with_its_sign()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { NetExposureMax = new Notional(700m) });
        Approved(desk.Place(Side.Buy, 2m, 100m, symbol: RiskDesk.Eth));
        Approved(desk.Place(Side.Buy, 5m, 100m));
        Refused(new Refusal(RefusalCode.NetExposureAboveLimit, 700m, 800m), desk.Place(Side.Buy, 1m, 100m));
        Approved(desk.Place(Side.Sell, 4m, 100m, symbol: RiskDesk.Eth));
        Approved(desk.Place(Side.Sell, 3m, 100m));
        Refused(new Refusal(RefusalCode.NetExposureAboveLimit, 700m, 800m), desk.Place(Side.Sell, 1m, 100m));
    }

    [Fact]
    public void a_strategys_net_exposure_is_judged_by_what_it_alone_works()
    {
        var desk = With(new StrategyLimits { NetExposureMax = new Notional(200m) });
        Approved(desk.Decide(Of(desk, Trend, Side.Buy, 2m)));
        Approved(desk.Decide(Of(desk, Quoter, Side.Buy, 2m)));
        Refused(new Refusal(RefusalCode.NetExposureAboveLimit, 200m, 300m, "strategy quoter"),
            desk.Decide(Of(desk, Quoter, Side.Buy, 1m)));
        Approved(desk.Decide(Of(desk, Quoter, Side.Sell, 2m)));
    }

    [Fact]
    public void long_and_short_positions_have_limits_of_their_own()
    {
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with { ShortMax = new Quantity(3m) },
        });
        Approved(desk.Place(Side.Sell, 3m, 100m));
        Refused(new Refusal(RefusalCode.PositionAboveLimit, 3m, 4m), desk.Place(Side.Sell, 1m, 100m));
        Approved(desk.Place(Side.Buy, 5m, 100m));
    }

    [Fact]
    public void leverage_is_gross_exposure_by_what_the_account_is_worth()
    {
        var account = RiskDesk.Funded(usdt: 300m, coins: 2m);
        var desk = new RiskDesk(RiskDesk.Settings with { LeverageMax = 0.5m }, account);
        Assert.Equal(700m, desk.State.ToView().Equity.Value);
        Approved(desk.Place(Side.Sell, 1m, 100m));
        Approved(desk.Place(Side.Buy, 2m, 100m));
        Refused(new Refusal(RefusalCode.LeverageAboveLimit, 0.5m, 0.5715m),
            desk.Place(Side.Sell, 2m, 100m, symbol: RiskDesk.Eth));
    }

    [Fact]
    public void an_account_that_is_worth_nothing_takes_on_nothing()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { LeverageMax = 3m }, RiskDesk.Funded(0m, 0m));
        Refused(RefusalCode.LeverageAboveLimit, desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_contract_binds_margin_of_the_equity_and_is_not_paid_for()
    {
        var contract = RiskDesk.InstrumentOf(RiskDesk.Btc) with { Contract = ContractKind.Linear };
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            Default = RiskDesk.Limits with { MarginPercent = 10m },
        }, RiskDesk.Funded(45m, 0m), [contract]);
        Approved(desk.Place(Side.Buy, 4m, 100m));
        Refused(new Refusal(RefusalCode.MarginInsufficient, 45m, 50m), desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_contract_without_a_margin_rate_is_refused()
    {
        var contract = RiskDesk.InstrumentOf(RiskDesk.Btc) with { Contract = ContractKind.Linear };
        var desk = new RiskDesk(instruments: [contract]);
        Refused(new Refusal(RefusalCode.NoLimitConfigured, Detail: "margin-percent of BTCUSDT"),
            desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_contracts_profit_counts_as_equity_before_it_is_settled_and_is_counted_once()
    {
        var contract = RiskDesk.InstrumentOf(RiskDesk.Btc) with { Contract = ContractKind.Linear };
        var settings = RiskDesk.Settings with { Default = RiskDesk.Limits with { MarginPercent = 10m } };
        var desk = new RiskDesk(settings, RiskDesk.Funded(100m, 0m), [contract]);
        var buy = desk.Work(Side.Buy, 2m, 100m);
        desk.Publish(desk.Fill(buy, 2m) with { Contract = ContractKind.Linear });
        desk.Quote(RiskDesk.Btc, 109.99m, 110.01m);
        Assert.Equal((120m, 20m), (desk.State.ToView().Equity.Value, desk.State.ToView().Pnl.Value));
        var sell = desk.Work(Side.Sell, 1m, 110m);
        desk.Publish(desk.Fill(sell, 1m) with { Contract = ContractKind.Linear });
        Assert.Equal((120m, 20m), (desk.State.ToView().Equity.Value, desk.State.ToView().Pnl.Value));
        Assert.Equal(110m, desk.AccountState.Balances[new Asset("USDT")]);
        var again = new RiskDesk(settings,
            TradingActors.Engine.Journal.AccountState.FromSnapshot(desk.AccountState.ToSnapshot()), [contract]);
        again.Quote(RiskDesk.Btc, 109.99m, 110.01m);
        Assert.Equal((120m, 20m), (again.State.ToView().Equity.Value, again.State.ToView().Pnl.Value));
    }

    [Fact]
    public void fees_in_a_third_asset_are_a_loss_at_that_assets_price()
    {
        var desk = new RiskDesk();
        var order = desk.Work(Side.Buy, 1m, 100m);
        desk.Publish(desk.Fill(order, 1m, fee: 0.01m, feeAsset: "ETH"));
        Assert.Equal(-1m, desk.State.ToView().Pnl.Value);
        var again = new RiskDesk(account: TradingActors.Engine.Journal.AccountState.FromSnapshot(
            desk.AccountState.ToSnapshot()));
        Assert.Equal(-1m, again.State.ToView().Pnl.Value);
    }

    [Fact]
    public void open_orders_are_counted_by_instrument_by_side_and_by_strategy()
    {
        var desk = With(
            new StrategyLimits { OpenOrdersMax = 1 }, RiskDesk.Limits with { OpenOrdersSideMax = 2 });
        Approved(desk.Decide(Of(desk, Quoter, Side.Buy, 1m)));
        Refused(new Refusal(RefusalCode.OpenOrdersAboveLimit, 1m, 2m, "strategy quoter"),
            desk.Decide(Of(desk, Quoter, Side.Sell, 1m)));
        Approved(desk.Place(Side.Buy, 1m, 100m));
        Refused(new Refusal(RefusalCode.OpenOrdersAboveLimit, 2m, 3m, "buys"),
            desk.Place(Side.Buy, 1m, 100m));
        Approved(desk.Place(Side.Sell, 1m, 100m));
    }

    [Fact]
    [Trait("Control", "C02")]
    public void a_strategy_without_limits_does_not_trade()
    {
        var desk = new RiskDesk(RiskDesk.Settings with { StrategyDefault = null });
        Refused(new Refusal(RefusalCode.NoLimitConfigured, Detail: "strategy quoter"),
            desk.Decide(Of(desk, Quoter, Side.Buy, 1m)));
        Approved(desk.Place(Side.Buy, 1m, 100m));
    }

    [Fact]
    public void a_strategy_trades_only_the_instruments_that_it_may()
    {
        var desk = With(new StrategyLimits { Instruments = [RiskDesk.Eth] });
        Refused(RefusalCode.InstrumentNotAllowed, desk.Decide(Of(desk, Quoter, Side.Buy, 1m)));
        Approved(desk.Decide(Of(desk, Quoter, Side.Buy, 1m) with { Symbol = RiskDesk.Eth }));
    }

    [Fact]
    public void a_replacement_is_judged_by_the_same_rules()
    {
        var desk = With(new StrategyLimits { GrossExposureMax = new Notional(500m) });
        var order = Of(desk, Quoter, Side.Buy, 2m);
        desk.Decide(order);
        desk.Record(order);
        desk.Publish(new TradingActors.Engine.Journal.OrderAccepted(
            RiskDesk.IdOf(order), new VenueOrderId("1"), desk.Now.Wall));
        Refused(RefusalCode.GrossExposureAboveLimit,
            desk.Decide(Of(desk, Quoter, Side.Buy, 4m), order.ClientOrderId.Value));
        Approved(desk.Decide(Of(desk, Quoter, Side.Buy, 3m), order.ClientOrderId.Value));
    }

    [Fact]
    public void what_the_strategies_hold_and_reserve_adds_up_to_the_accounts()
    {
        var desk = new RiskDesk();
        OrderRequest[] orders =
        [
            Of(desk, Quoter, Side.Buy, 2m), Of(desk, Trend, Side.Sell, 1m), desk.Limit(Side.Buy, 1m, 100m),
        ];
        foreach (var order in orders)
        {
            Approved(desk.Decide(order));
            desk.Record(order);
            desk.Publish(desk.Fill(order, 0.5m, fee: 0.1m));
        }

        var view = desk.State.ToView();
        Assert.Equal(view.Instruments.Sum(i => i.OpenOrders), view.Strategies.Sum(s => s.OpenOrders));
        Assert.Equal(view.Pnl.Value, view.Strategies.Sum(s => s.Pnl.Value));
        Assert.Equal(-0.3m, view.Pnl.Value);
        Assert.Equal(3, view.Strategies.Count);
    }

    private static void Approved(RiskDecision decision) => Assert.Equal(
        (RiskVerdict.Approved, null), (decision.Verdict, decision.Refusal));

    private static OrderRequest Of(
        RiskDesk desk, StrategyId strategy, Side side, decimal quantity, decimal price = 100m) =>
        desk.Limit(side, quantity, price, strategy: strategy);

    private static RiskDesk With(StrategyLimits strategy, InstrumentLimits? instrument = null) =>
        new(RiskDesk.Settings with { StrategyDefault = strategy, Default = instrument ?? RiskDesk.Limits });
}
