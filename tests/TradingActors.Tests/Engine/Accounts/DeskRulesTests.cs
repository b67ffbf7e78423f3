using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Accounts;

public sealed class DeskRulesTests
{
    private static readonly Symbol Eth = new("ETHUSDT");
    private static readonly Instant Now = new(Some.Time, TimeSpan.FromSeconds(100));

    [Theory]
    [InlineData(false, false, true, DeskPhase.Connecting, TradingMode.CancelOnly)]
    [InlineData(false, true, false, DeskPhase.Connecting, TradingMode.CancelOnly)]
    [InlineData(true, false, false, DeskPhase.Reconciling, TradingMode.CancelOnly)]
    [InlineData(true, true, true, DeskPhase.AwaitingQuotes, TradingMode.ReduceOnly)]
    [InlineData(true, true, false, DeskPhase.Trading, TradingMode.Active)]
    public void stands_on_the_first_step_whose_condition_is_not_met(
        bool connected, bool reconciled, bool lacksQuote, DeskPhase phase, TradingMode mode)
    {
        var step = DeskRules.Stand(new DeskFacts(connected, reconciled, lacksQuote ? [Some.Btc] : []));

        Assert.Equal((phase, mode), (step.Phase, DeskRules.ModeOf(step.Phase)));
        Assert.Equal(phase == DeskPhase.Trading, step.Missing.Length == 0);
    }

    [Fact]
    public void names_the_symbols_that_it_waits_for() =>
        Assert.Equal("no fresh, sound quote yet of BTCUSDT, ETHUSDT",
            DeskRules.Stand(new DeskFacts(true, true, [Some.Btc, Eth])).Missing);

    [Theory]
    [InlineData(99, 101, 4, false)]
    [InlineData(99, 101, 6, true)]
    [InlineData(101, 99, 4, true)]
    [InlineData(0, 101, 4, true)]
    public void waits_for_a_quote_that_is_two_sided_uncrossed_and_young(
        decimal bid, decimal ask, int seconds, bool waits)
    {
        var quote = new Quote(Some.Btc, new Price(bid), new Quantity(1m), new Price(ask), new Quantity(1m), 1,
            Now.Plus(TimeSpan.FromSeconds(-seconds)));

        var left = DeskRules.StillWithoutQuote([Some.Btc], [quote], _ => TimeSpan.FromSeconds(5), Now);

        Assert.Equal(waits, left.Count == 1);
    }

    [Fact]
    public void a_symbol_that_risk_refuses_anyway_is_not_waited_for() =>
        Assert.Equal([Some.Btc], DeskRules.StillWithoutQuote(
            [Some.Btc, Eth], [], s => s == Some.Btc ? TimeSpan.FromSeconds(5) : null, Now));

    [Theory]
    [InlineData(DeskPhase.Recovering)]
    [InlineData(DeskPhase.Restarting)]
    [InlineData(DeskPhase.Stopping)]
    [InlineData(DeskPhase.Stopped)]
    [InlineData(DeskPhase.Unrecoverable)]
    public void lets_nothing_through_off_the_steps(DeskPhase phase)
    {
        Assert.Equal(TradingMode.Halted, DeskRules.ModeOf(phase));
        Assert.False(DeskRules.IsOpen(phase));
    }
}
