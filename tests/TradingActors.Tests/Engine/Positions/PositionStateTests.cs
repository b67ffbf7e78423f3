using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Positions;

public sealed class PositionStateTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    public void buying_more_averages_the_cost()
    {
        var position = Fold((1m, 100m, 0m), (3m, 120m, 0m));
        Is(position, quantity: 4m, cost: 460m, realized: 0m);
        Assert.Equal(115m, position.ToView(null).AveragePrice!.Value.Value);
        Assert.Equal(20m, position.UnrealizedPnl(new Price(120m)).Value);
    }

    [Fact]
    public void closing_a_part_realises_against_the_average() =>
        Is(Fold((4m, 115m, 0m), (-1m, 125m, 0m)), quantity: 3m, cost: 345m, realized: 10m);

    [Fact]
    public void profit_once_realised_does_not_change_when_more_is_bought()
    {
        var closed = Fold((1m, 100m, 0m), (-0.5m, 110m, 0m));
        Is(closed, quantity: 0.5m, cost: 50m, realized: 5m);
        Is(Fold((1m, 100m, 0m), (-0.5m, 110m, 0m), (0.5m, 200m, 0m)), quantity: 1m, cost: 150m, realized: 5m);
    }

    [Fact]
    public void a_short_gains_when_it_is_bought_back_lower()
    {
        var position = Fold((-2m, 100m, 0m), (1m, 90m, 0m));
        Is(position, quantity: -1m, cost: -100m, realized: 10m);
        Assert.Equal(20m, position.UnrealizedPnl(new Price(80m)).Value);
    }

    [Fact]
    public void passing_through_flat_closes_the_old_side_and_opens_the_new_one()
    {
        Is(Fold((1m, 100m, 0m), (-3m, 110m, 0m)), quantity: -2m, cost: -220m, realized: 10m);
        Is(Fold((-1m, 100m, 0m), (3m, 90m, 0m)), quantity: 2m, cost: 180m, realized: 10m);
    }

    [Fact]
    public void closing_whole_leaves_neither_quantity_nor_cost() =>
        Is(Fold((3m, 100m, 0m), (-1m, 103m, 0m), (-1m, 103m, 0m), (-1m, 103m, 0m)), quantity: 0m, cost: 0m, realized: 9m);

    [Fact]
    public void fees_in_quote_asset_raise_the_cost_and_lower_the_profit()
    {
        var position = Fold((1m, 100m, 0.1m), (-1m, 110m, 0.11m));
        Is(position, quantity: 0m, cost: 0m, realized: 10m - 0.21m);
        Assert.Equal(0.21m, position.Fees.Value);
    }

    [Fact]
    public void a_fee_in_base_asset_comes_out_of_the_quantity()
    {
        var position = PositionState.Flat(Btc).Apply(Fill(1m, 100m, 0.001m, "BTC"));
        Is(position, quantity: 0.999m, cost: 100m, realized: 0m);
        Assert.Equal(0.1m, position.Fees.Value);
        Is(position.Apply(Fill(-0.998m, 100m, 0.001m, "BTC")), quantity: 0m, cost: 0m, realized: -0.2m);
    }

    [Fact]
    public void a_fee_in_a_third_asset_is_not_the_positions()
    {
        var position = PositionState.Flat(Btc).Apply(Fill(1m, 100m, 0.002m, "BNB"));
        Is(position, quantity: 1m, cost: 100m, realized: 0m);
        Assert.Equal(0m, position.Fees.Value);
    }

    [Fact]
    public void a_fee_that_takes_the_whole_quantity_is_a_loss() =>
        Is(PositionState.Flat(Btc).Apply(Fill(1m, 100m, 1m, "BTC")), quantity: 0m, cost: 0m, realized: -100m);

    [Fact]
    public void an_opening_position_is_carried_at_its_price() =>
        Is(PositionState.Flat(Btc).Apply(new OpeningPositionTaken(Btc, new Quantity(-2m), new Price(50m), default)),
            quantity: -2m, cost: -100m, realized: 0m);

    [Fact]
    public void realised_profit_less_cost_is_exactly_the_cash_that_moved() =>
        Fills.Sample(fills =>
        {
            var cash = 0m;
            var quantity = 0m;
            var position = PositionState.Flat(Btc);
            foreach (var (size, price, fee) in fills)
            {
                position = position.Apply(Fill(size, price, fee));
                cash -= size * price + fee;
                quantity += size;
                Assert.Equal(cash, position.RealizedPnl.Value - position.Cost.Value);
                Assert.Equal(quantity, position.Quantity.Value);
                var mark = new Price(price + 1m);
                Assert.Equal(cash + quantity * mark.Value, position.RealizedPnl.Value + position.UnrealizedPnl(mark).Value);
                Assert.True(quantity != 0m || position.Cost.Value == 0m);
                Assert.True(Math.Sign(position.Cost.Value) == Math.Sign(quantity) || Math.Abs(position.Cost.Value) <= fee);
            }
        }, iter: 2_000);

    [Fact]
    public void splitting_fills_changes_nothing_but_the_last_decimals_of_a_divided_share() =>
        Gen.Select(Fills, Gen.Int[2, 7]).Sample((fills, parts) =>
        {
            var whole = PositionState.Flat(Btc);
            var split = PositionState.Flat(Btc);
            foreach (var (size, price, _) in fills)
            {
                whole = whole.Apply(Fill(size * parts, price, 0m));
                for (var i = 0; i < parts; i++)
                    split = split.Apply(Fill(size, price, 0m));
            }

            Assert.Equal(whole.Quantity, split.Quantity);
            Assert.True(Math.Abs(whole.Cost.Value - split.Cost.Value) < 0.000_000_01m);
            Assert.True(Math.Abs(whole.RealizedPnl.Value - split.RealizedPnl.Value) < 0.000_000_01m);
        }, iter: 1_000);

    private static readonly Gen<(decimal Size, decimal Price, decimal Fee)[]> Fills =
        Gen.Select(Gen.Int[-5_000, 5_000].Where(n => n != 0), Gen.Int[5_000, 15_000], Gen.Int[0, 10],
            (size, price, fee) => (size / 1000m, price / 100m, fee / 1000m)).Array[1, 60];

    private static PositionState Fold(params (decimal Size, decimal Price, decimal Fee)[] fills) => fills.Aggregate(
        PositionState.Flat(Btc), (position, fill) => position.Apply(Fill(fill.Size, fill.Price, fill.Fee)));

    private static OrderFilled Fill(decimal size, decimal price, decimal fee, string feeAsset = "USDT") => new(
        new VenueClientId("v"), Btc, new Asset("BTC"), new Asset("USDT"), new TradeId(1), size > 0m ? Side.Buy : Side.Sell,
        new Price(price), new Quantity(Math.Abs(size)), fee, new Asset(feeAsset), true, default);

    private static void Is(PositionState position, decimal quantity, decimal cost, decimal realized) =>
        Assert.Equal((quantity, cost, realized), (position.Quantity.Value, position.Cost.Value, position.RealizedPnl.Value));
}
