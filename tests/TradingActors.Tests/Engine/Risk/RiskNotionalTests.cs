using TradingActors.Domain;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Price times quantity.</summary>
[Trait("Control", "C02")]
public sealed class RiskNotionalTests
{
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
}
