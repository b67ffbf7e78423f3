using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using Xunit;
using static TradingActors.Tests.Engine.Positions.SomeFills;

namespace TradingActors.Tests.Engine.Positions;

public sealed class PositionStateTests
{
    [Fact]
    public void buying_more_averages_the_cost()
    {
        var position = Fold((1m, 100m), (3m, 120m));
        Is(position, quantity: 4m, cost: 460m, realized: 0m);
        Assert.Equal(115m, position.ToView(null).AveragePrice!.Value.Value);
        Assert.Equal(20m, position.UnrealizedPnl(new Price(120m)).Value);
    }

    [Fact]
    public void closing_a_part_realises_against_the_oldest_lots() =>
        Is(Fold((1m, 100m), (3m, 120m), (-2m, 125m)), quantity: 2m, cost: 240m, realized: 25m + 5m);

    [Fact]
    public void profit_once_realised_does_not_change_when_more_is_bought()
    {
        Is(Fold((1m, 100m), (-0.5m, 110m)), quantity: 0.5m, cost: 50m, realized: 5m);
        Is(Fold((1m, 100m), (-0.5m, 110m), (0.5m, 200m)), quantity: 1m, cost: 150m, realized: 5m);
    }

    [Fact]
    public void a_short_gains_when_it_is_bought_back_lower()
    {
        var position = Fold((-2m, 100m), (1m, 90m));
        Is(position, quantity: -1m, cost: -100m, realized: 10m);
        Assert.Equal(20m, position.UnrealizedPnl(new Price(80m)).Value);
    }

    [Fact]
    public void passing_through_flat_closes_the_old_side_and_opens_the_new_one()
    {
        Is(Fold((1m, 100m), (-3m, 110m)), quantity: -2m, cost: -220m, realized: 10m);
        Is(Fold((-1m, 100m), (3m, 90m)), quantity: 2m, cost: 180m, realized: 10m);
    }

    [Fact]
    public void thirds_leave_no_residual() =>
        Is(Fold((3m, 100m), (-1m, 103m), (-1m, 103m), (-1m, 103m)), quantity: 0m, cost: 0m, realized: 9m);

    [Fact]
    public void a_fee_in_quote_asset_is_expensed_at_once_and_is_no_part_of_the_cost()
    {
        var opened = Flat.Apply(Fill(1m, 100m, 0.1m));
        Is(opened, quantity: 1m, cost: 100m, realized: -0.1m);
        var closed = opened.Apply(Fill(-1m, 110m, 0.11m));
        Is(closed, quantity: 0m, cost: 0m, realized: 10m - 0.21m);
        Assert.Equal(0.21m, closed.Fees.Value);
    }

    [Fact]
    public void a_fee_in_base_asset_gives_that_quantity_away()
    {
        var bought = Flat.Apply(Fill(1m, 100m, 0.001m, Base));
        Is(bought, quantity: 0.999m, cost: 99.9m, realized: -0.1m);
        Assert.Equal(0.1m, bought.Fees.Value);
        var sold = bought.Apply(Fill(-0.998m, 110m, 0.001m, Base));
        Is(sold, quantity: 0m, cost: 0m, realized: -0.1m + 9.98m - 0.1m);
        Assert.Equal(0.21m, sold.Fees.Value);
    }

    [Fact]
    public void a_fee_in_a_third_asset_is_summed_by_itself()
    {
        var position = Flat.Apply(Fill(1m, 100m, 0.002m, Other)).Apply(Fill(1m, 100m, 0.003m, Other));
        Is(position, quantity: 2m, cost: 200m, realized: 0m);
        Assert.Equal(0m, position.Fees.Value);
        Assert.Equal([new AssetAmount(Other, 0.005m)], position.ToView(null).FeesInOtherAssets);
    }

    [Fact]
    public void a_rebate_is_a_fee_below_zero() =>
        Is(Flat.Apply(Fill(1m, 100m, -0.01m)), quantity: 1m, cost: 100m, realized: 0.01m);

    [Fact]
    public void a_fee_that_takes_the_whole_quantity_is_a_loss() =>
        Is(Flat.Apply(Fill(1m, 100m, 1m, Base)), quantity: 0m, cost: 0m, realized: -100m);

    [Fact]
    public void an_opening_position_is_carried_at_its_price_and_counts_as_a_cycle_but_not_as_traded()
    {
        var opened = Flat.Apply(new OpeningPositionTaken(Btc, new Quantity(-2m), new Price(50m), Start));
        Is(opened, quantity: -2m, cost: -100m, realized: 0m);
        Assert.Equal(0m, opened.Traded.Quantity.Value);
        var closed = opened.Apply(Fill(2m, 40m, tradeId: 9));
        Assert.Equal(
            new PositionCycle(Start, Start.AddSeconds(9), new Notional(20m), Notional.Zero, AssetAmounts.None,
                new Quantity(2m)),
            closed.LastCycle);
    }

    [Fact]
    public void a_linear_contract_takes_no_fee_from_its_quantity()
    {
        var position = Flat.Apply(Fill(1m, 100m, 0.001m, Base, contract: ContractKind.Linear));
        Is(position, quantity: 1m, cost: 100m, realized: 0m);
        Assert.Equal([new AssetAmount(Base, 0.001m)], position.FeesInOtherAssets!);
    }

    [Fact]
    public void a_cycle_lasts_from_flat_to_flat()
    {
        var first = Flat.Apply(Fill(2m, 100m, 0.2m, tradeId: 1)).Apply(Fill(-1m, 110m, 0.1m, tradeId: 2));
        Assert.Equal((0, null), (first.Cycles, first.LastCycle));
        var open = first.OpenCycle()!;
        Assert.Equal((Start.AddSeconds(1), null), (open.OpenedAt, open.ClosedAt));
        Assert.Equal(
            (9.7m, 0.3m, 3m), (open.RealizedPnl.Value, open.Fees.Value, open.Quantity.Value));

        var closed = first.Apply(Fill(-1m, 90m, 0.1m, tradeId: 3));
        Assert.Null(closed.OpenCycle());
        Assert.Equal(1, closed.Cycles);
        Assert.Equal(
            new PositionCycle(Start.AddSeconds(1), Start.AddSeconds(3), new Notional(-0.4m),
                new Notional(0.4m), AssetAmounts.None, new Quantity(4m)),
            closed.LastCycle);

        var again = closed.Apply(Fill(1m, 90m, 0.1m, tradeId: 4));
        Assert.Equal(-0.1m, again.OpenCycle()!.RealizedPnl.Value);
        Assert.Equal(closed.LastCycle, again.LastCycle);
    }

    [Fact]
    public void what_passes_through_flat_ends_one_cycle_with_its_fee_and_begins_the_next()
    {
        var position = Flat.Apply(Fill(1m, 100m, 1m, Other, 1)).Apply(Fill(-3m, 110m, 2m, Other, 2));
        Assert.Equal(
            new PositionCycle(Start.AddSeconds(1), Start.AddSeconds(2), new Notional(10m), Notional.Zero,
                AssetAmounts.None.Plus(Other, 3m), new Quantity(2m)),
            position.LastCycle);
        Assert.Equal(
            new PositionCycle(Start.AddSeconds(2), null, Notional.Zero, Notional.Zero, AssetAmounts.None,
                new Quantity(2m)),
            position.OpenCycle());
    }

    [Fact]
    public void slippage_is_what_the_fills_cost_more_than_at_their_orders_arrival()
    {
        var position = Flat
            .Apply(Fill(2m, 101m), new Price(100m))
            .Apply(Fill(-1m, 103m), new Price(102m))
            .Apply(Fill(-1m, 50m));
        Assert.Equal(2m - 1m, position.Traded.Slippage.Value);
        Assert.Equal(302m, position.Traded.ArrivalNotional.Value);
        Assert.Equal((2m, 202m, 2m, 153m), (position.Traded.Bought.Value, position.Traded.BoughtFor.Value,
            position.Traded.Sold.Value, position.Traded.SoldFor.Value));
    }

    [Fact]
    public void a_position_of_before_there_were_lots_becomes_one_lot_and_keeps_its_profit()
    {
        var old = new PositionState(Btc, new Quantity(3m), new Notional(100m), new Notional(7m), default);
        var position = old.Migrated();
        Assert.Equal(33.333333333333m, Assert.Single(position.Lots!).Price.Value);
        Assert.Equal(99.999999999999m, position.Cost.Value);
        Assert.Equal(6.999999999999m, position.RealizedPnl.Value);
        Assert.Same(position, position.Migrated());
        var closed = position.Apply(Fill(-3m, 40m));
        Is(closed, quantity: 0m, cost: 0m, realized: 7m + 20m);
    }

    [Theory]
    [InlineData(ContractKind.Spot)]
    [InlineData(ContractKind.Linear)]
    public void realised_profit_less_cost_is_exactly_the_cash_that_moved(ContractKind contract) =>
        Executions(60, contract).Sample(executions =>
        {
            var (cash, quantity, position) = (0m, 0m, Flat);
            foreach (var (fill, _, arrival) in executions)
            {
                position = position.Apply(fill, arrival);
                cash -= fill.Side.Sign() * fill.Price.Value * fill.Quantity.Value;
                cash -= fill.FeeAsset == Usdt ? fill.Fee : 0m;
                quantity += fill.Side.Sign() * fill.Quantity.Value;
                quantity -= fill.FeeAsset == Base && contract == ContractKind.Spot ? fill.Fee : 0m;
                Assert.Equal(cash, position.RealizedPnl.Value - position.Cost.Value);
                Assert.Equal(quantity, position.Quantity.Value);
                Assert.Equal(quantity, position.Lots?.Sum(l => l.Quantity.Value) ?? 0m);
                Assert.Equal(position.Cost.Value, position.Lots?.Sum(l => l.Cost.Value) ?? 0m);
                foreach (var lot in position.Lots ?? Enumerable.Empty<PositionLot>())
                    Assert.Equal(Math.Sign(quantity), Math.Sign(lot.Quantity.Value));
                Assert.Equal(quantity == 0m, position.Cycle is null);
            }
        }, iter: 2_000);

    [Theory]
    [InlineData(ContractKind.Spot)]
    [InlineData(ContractKind.Linear)]
    public void equals_brute_force_to_the_last_digit(ContractKind contract) =>
        Executions(80, contract).Sample(executions =>
        {
            var position = executions.Aggregate(Flat, (p, e) => p.Apply(e.Fill, e.Arrival));
            var oracle = PositionOracle.Of(executions.Select(e => e.Fill));
            Assert.Equal(PositionOracle.Amount(oracle.Quantity), position.Quantity.Value);
            Assert.Equal(PositionOracle.Money(oracle.Cost), position.Cost.Value);
            Assert.Equal(PositionOracle.Money(oracle.Realized), position.RealizedPnl.Value);
            Assert.Equal(PositionOracle.Money(oracle.Fees), position.Fees.Value);
            foreach (var (asset, fee) in oracle.OtherFees)
                Assert.Equal(
                    PositionOracle.Amount(fee), position.FeesInOtherAssets?.Of(asset) ?? 0m);
        }, iter: 2_000);

    [Fact]
    public void splitting_fills_changes_nothing() =>
        Gen.Select(Executions(40), Gen.Int[2, 7]).Sample((executions, parts) =>
        {
            var (whole, split) = (Flat, Flat);
            foreach (var (fill, _, arrival) in executions)
            {
                whole = whole.Apply(
                    fill with { Quantity = new Quantity(fill.Quantity.Value * parts), Fee = fill.Fee * parts },
                    arrival);
                for (var i = 0; i < parts; i++)
                    split = split.Apply(fill, arrival);
            }

            Assert.Equal(WithoutCycles(whole), WithoutCycles(split));
        }, iter: 2_000);

    /// <summary>But for fees, which belong whole to the cycle that an execution ends.</summary>
    [Fact]
    public void splitting_fills_without_fees_changes_no_cycle_either() =>
        Gen.Select(Executions(40), Gen.Int[2, 7]).Sample((executions, parts) =>
        {
            var (whole, split) = (Flat, Flat);
            foreach (var fill in executions.Select(e => e.Fill with { Fee = 0m }))
            {
                whole = whole.Apply(fill with { Quantity = new Quantity(fill.Quantity.Value * parts) });
                for (var i = 0; i < parts; i++)
                    split = split.Apply(fill);
            }

            Assert.Equal(whole, split);
        }, iter: 2_000);

    [Fact]
    public void at_the_most_lots_the_newest_are_joined_and_nothing_is_lost()
    {
        var (position, cash) = (Flat, 0m);
        for (var i = 0; i < LotQueue.LotsMax + 100; i++)
        {
            var price = 100m + i % 7 * 0.01m;
            position = position.Apply(Fill(0.003m, price, tradeId: i));
            cash -= 0.003m * price;
        }

        Assert.Equal(LotQueue.LotsMax, position.Lots!.Count);
        Assert.Equal((LotQueue.LotsMax + 100) * 0.003m, position.Quantity.Value);
        Assert.Equal(position.Lots.Sum(l => l.Cost.Value), position.Cost.Value);
        Assert.Equal(cash, position.RealizedPnl.Value - position.Cost.Value);
        Assert.True(Math.Abs(position.RealizedPnl.Value) < 0.000_001m);
        var closed = position.Apply(Fill(-position.Quantity.Value, 101m));
        Is(closed, 0m, 0m, cash + position.Quantity.Value * 101m);
    }

    private static readonly PositionState Flat = PositionState.Flat(Btc);

    private static PositionState WithoutCycles(PositionState position) =>
        position with { Cycle = null, LastCycle = null };

    private static PositionState Fold(params (decimal Size, decimal Price)[] fills) => fills.Aggregate(
        Flat, (position, fill) => position.Apply(Fill(fill.Size, fill.Price)));

    private static void Is(PositionState position, decimal quantity, decimal cost, decimal realized) =>
        Assert.Equal((quantity, cost, realized),
            (position.Quantity.Value, position.Cost.Value, position.RealizedPnl.Value));
}
