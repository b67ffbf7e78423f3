using TradingActors.Domain;
using TradingActors.Engine.Positions;
using Xunit;
using static TradingActors.Tests.Engine.Positions.SomeFills;

namespace TradingActors.Tests.Engine.Positions;

public sealed class FillRulesTests
{
    [Fact]
    public void spot_exchanges_base_for_quote()
    {
        Assert.Equal(new CashMoves(2m, -200m), FillRules.Moves(Fill(2m, 100m, 0.1m), new Notional(77m)));
        Assert.Equal(new CashMoves(-2m, 200m), FillRules.Moves(Fill(-2m, 100m, 0.1m), new Notional(77m)));
    }

    [Fact]
    public void a_linear_contract_moves_what_it_realised_and_its_fee_by_itself()
    {
        var fill = Fill(-2m, 110m, 0.1m, contract: ContractKind.Linear);
        var before = PositionState.Flat(Btc).Apply(Fill(2m, 100m, contract: ContractKind.Linear));
        var settled = before.Apply(fill).RealizedPnl - before.RealizedPnl;

        Assert.Equal(19.9m, settled.Value);
        Assert.Equal(new CashMoves(0m, 20m), FillRules.Moves(fill, settled));
    }

    [Fact]
    public void a_linear_contracts_fee_in_another_asset_is_no_part_of_what_it_settles() => Assert.Equal(
        new CashMoves(0m, 20m),
        FillRules.Moves(Fill(-2m, 110m, 0.1m, Other, contract: ContractKind.Linear), new Notional(20m)));

    [Theory]
    [InlineData(ContractKind.Spot, 1.9)]
    [InlineData(ContractKind.Linear, 2)]
    public void only_a_spot_fee_in_base_asset_comes_out_of_the_position(ContractKind contract, double change) =>
        Assert.Equal((decimal)change, FillRules.PositionChange(Fill(2m, 100m, 0.1m, Base, contract: contract)));
}
