using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>What the gate does in the very moment in which a hold is lifted.</summary>
public sealed class AccountGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AccountId Main = new("main");
    private static readonly VenueId Venue = new("simulated");

    private readonly GateSwitch _switch = new(Now, "node-1");
    private readonly AccountGate _gate;
    private long _version;

    public AccountGateTests()
    {
        _gate = _switch.For(Main, Venue);
        Stream();
    }

    [Fact]
    public void a_resume_leaves_the_account_at_cancel_only_until_the_desk_has_taken_over()
    {
        Stream(Hold(HoldCause.Operator, Scope.Everything));
        Stream();
        Assert.Equal(TradingMode.CancelOnly, _gate.Mode);
        Assert.StartsWith(
            "resumed from Operator on all", _gate.Holds.Single().Reason, StringComparison.Ordinal);

        _gate.SetDesk(
            Hold(HoldCause.DeskNotReady, Scope.Account(Main)) with { Mode = TradingMode.CancelOnly });
        _gate.Climbs(1);
        Assert.Equal(TradingMode.CancelOnly, _gate.Mode);
        _gate.SetDesk(null);
        Assert.Equal(TradingMode.Active, _gate.Mode);
    }

    [Fact]
    public void a_desk_that_takes_over_an_earlier_resume_does_not_open_a_later_one()
    {
        Stream(Hold(HoldCause.Operator, Scope.Everything));
        Stream();
        Stream(Hold(HoldCause.RejectStorm, Scope.Account(Main)));
        Stream();

        _gate.Climbs(1);

        Assert.Equal((2, TradingMode.CancelOnly), (_gate.Lifts, _gate.Mode));
    }

    [Fact]
    public void what_clears_itself_opens_at_once()
    {
        Stream(Hold(HoldCause.StaleMarketData, Scope.Account(Main)));
        Stream();

        Assert.Equal((0, TradingMode.Active), (_gate.Lifts, _gate.Mode));
    }

    [Theory]
    [InlineData("strategy:main/quoter")]
    [InlineData("instrument:simulated/BTCUSDT")]
    [InlineData("account:other")]
    public void a_part_of_the_account_or_another_account_does_not_make_it_climb(string text)
    {
        Assert.True(Scope.TryParse(text, out var scope, out _));
        Stream(Hold(HoldCause.Operator, scope));
        Stream();

        Assert.Equal(0, _gate.Lifts);
    }

    [Fact]
    public void one_of_two_holds_lifted_leaves_the_other_in_force()
    {
        Stream(Hold(HoldCause.Operator, Scope.Everything), Hold(HoldCause.DailyLoss, Scope.Account(Main)));
        Stream(Hold(HoldCause.DailyLoss, Scope.Account(Main)));

        Assert.Equal(TradingMode.Halted, _gate.Mode);
    }

    private void Stream(params Hold[] holds) => _switch.Apply(new HoldsInForce(++_version, holds));

    private static Hold Hold(HoldCause cause, Scope scope) =>
        new(cause, scope, TradingMode.Halted, "test", "me", Now);
}
