using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;
using static TradingActors.Tests.Engine.Exits.ExitExamples;

namespace TradingActors.Tests.Engine.Exits;

/// <summary>What is begun, joined, superseded and refused.</summary>
public sealed class ExitStateTests
{
    private readonly ExitState _state = new(Some.Account, Some.Venue, Settings, epoch: 3);

    [Theory]
    [InlineData("all")]
    [InlineData("venue:simulated")]
    [InlineData("account:main")]
    [InlineData("instrument:simulated/BTCUSDT")]
    public void begins_what_concerns_the_account(string scope) =>
        Assert.NotNull(Decide("f1", scope).Started);

    [Theory]
    [InlineData("venue:other", FlattenCodes.ScopeNotHere)]
    [InlineData("account:other", FlattenCodes.ScopeNotHere)]
    [InlineData("instrument:other/BTCUSDT", FlattenCodes.ScopeNotHere)]
    [InlineData("strategy:main/quoter", FlattenCodes.ScopeNotSupported)]
    public void refuses_what_is_not_its_own_or_cannot_be_told_apart(string scope, string code) =>
        Assert.Equal(code, Decide("f1", scope).Refused?.Code);

    [Fact]
    public void refuses_what_nobody_signs_or_gives_a_reason_for()
    {
        var flatten = new Flatten("f1", Scope.Everything, "test", "alice");

        Assert.Equal(FlattenCodes.ReasonMissing, _state.Decide(flatten with { Reason = " " }, Now).Refused?.Code);
        Assert.Equal(
            FlattenCodes.PrincipalMissing, _state.Decide(flatten with { Principal = "" }, Now).Refused?.Code);
    }

    [Theory]
    [InlineData(100.01, 50)]
    [InlineData(0, 50)]
    [InlineData(100, 50.01)]
    [InlineData(100, 0)]
    public void terms_are_never_wider_than_configured(decimal slice, decimal collar)
    {
        var flatten = new Flatten("f1", Scope.Everything, "test", "alice",
            new ExitTerms(new Notional(slice), collar));

        Assert.Equal(FlattenCodes.TermsTooWide, _state.Decide(flatten, Now).Refused?.Code);
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_second_one_joins_the_first_that_covers_it()
    {
        var first = Decide("f1", "account:main").Started;

        Assert.Same(first, Decide("f1", "account:main").Joined);
        Assert.Same(first, Decide("f2", "all").Joined);
        Assert.Same(first, Decide("f3", "instrument:simulated/BTCUSDT").Joined);
        Assert.Single(_state.UnderWay);
    }

    [Fact]
    public void different_instruments_go_side_by_side_until_one_for_all_takes_them_over()
    {
        var btc = Decide("f1", "instrument:simulated/BTCUSDT").Started!;
        var eth = Decide("f2", "instrument:simulated/ETHUSDT").Started!;
        Assert.Same(eth, Decide("f3", "instrument:simulated/ETHUSDT").Joined);

        var all = Decide("f4", "all").Started!;

        Assert.True(btc.IsDone && eth.IsDone);
        Assert.Equal((FlattenOutcome.Superseded, "by f4"), Ended(btc));
        Assert.False(all.IsDone);
        Assert.Same(all, Decide("f5", "account:main").Joined);
    }

    [Fact]
    public void an_id_is_used_once_and_more_than_it_can_carry_is_refused()
    {
        Decide("f1", "all");
        _state.Find("f1")!.End(FlattenOutcome.Flat, "");
        _state.Remember(_state.Find("f1")!.Report(Facts(), Now.Wall));
        Assert.Equal(FlattenCodes.IdUsed, Decide("f1", "all").Refused?.Code);

        for (var i = 0; i < ExitState.UnderWayMax; i++)
            Assert.NotNull(Decide($"i{i}", $"instrument:simulated/S{i}").Started);
        Assert.Equal(FlattenCodes.TooMany, Decide("one-more", "instrument:simulated/ONE").Refused?.Code);
    }

    [Fact]
    public void an_account_that_holds_nothing_is_flat_once_that_is_known()
    {
        var flatten = Decide("f1", "all").Started!;

        flatten.Step(Facts(), canExit: false, Now);
        Assert.False(flatten.IsDone);
        flatten.Step(Facts(), canExit: true, Now);
        Assert.Equal((FlattenOutcome.Flat, ""), Ended(flatten));
    }

    [Fact]
    public void an_account_that_never_gets_to_know_what_it_holds_is_given_up()
    {
        var flatten = Decide("f1", "all").Started!;

        flatten.Step(Facts(), canExit: false, After(60));

        Assert.Equal((FlattenOutcome.Residual, FlattenLineCodes.DeskNotReady), Ended(flatten));
    }

    [Fact]
    public void one_that_has_sold_everything_waits_for_the_comparison_and_is_not_given_up()
    {
        var facts = Facts();
        var order = Some.Order("a1");
        facts.Apply(new OrderUpdated(order, new OrderAccepted(order.VenueId, new("7"), Some.Time), 1));
        var flatten = Decide("f1", "all").Started!;
        flatten.Step(facts, canExit: false, Now);
        var canceled = new OrderCanceled(order.VenueId, default, Some.Time);
        facts.Apply(new OrderUpdated(order with { Status = OrderStatus.Canceled }, canceled, 2));

        flatten.Step(facts, canExit: false, After(60));
        Assert.False(flatten.IsDone);
        flatten.Step(facts, canExit: true, After(61));

        Assert.Equal((FlattenOutcome.Flat, ""), Ended(flatten));
    }

    [Fact]
    public void instruments_are_looked_at_in_the_order_of_their_names()
    {
        var facts = new ExitFactsState(Some.EmptyAccount() with
        {
            Positions =
            [
                TradingActors.Engine.Positions.PositionState.Flat(new Symbol("ETHUSDT")) with
                {
                    Quantity = new Quantity(1m),
                },
                TradingActors.Engine.Positions.PositionState.Flat(Some.Btc) with { Quantity = new Quantity(1m) },
            ],
        });

        var steps = Decide("f1", "all").Started!.Step(facts, canExit: true, Now);

        Assert.Equal(["BTCUSDT", "ETHUSDT"], steps.Select(s => s.Symbol.Value));
    }

    private static ExitFactsState Facts() => new(Some.EmptyAccount());

    private static (FlattenOutcome, string) Ended(FlattenState flatten)
    {
        var report = flatten.Report(Facts(), Now.Wall);
        return (report.Outcome, report.EndReason);
    }

    private FlattenDecision Decide(string id, string scope)
    {
        Assert.True(Scope.TryParse(scope, out var parsed, out _));
        return _state.Decide(new Flatten(id, parsed, "test", "alice"), Now);
    }
}
