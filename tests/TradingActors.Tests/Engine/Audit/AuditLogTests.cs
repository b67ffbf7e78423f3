using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Audit;

[Trait("Control", "C23")]
public sealed class AuditLogTests
{
    private static readonly VenueClientId Sent = new("v-a1");

    [Fact]
    public void a_change_of_mode_is_told_with_the_mode_before_and_after()
    {
        var hold = new Hold(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "too hot", "ann",
            Some.Time, "h1");

        var entries = AuditLog.OfEmergency("emergency", OrderStoriesTests.Numbered(
        [
            new InitialModeTaken(TradingMode.Active, Some.Time), new HoldRaised(hold, Some.Time),
            new HoldCleared(HoldCause.Operator, Scope.Everything, "cool again", "bob", Some.Time),
        ])).ToArray();

        Assert.Equal(
            [
                ("configuration", "active (version 0)", "active (version 1)"),
                ("ann", "active (version 1)", "halted (version 2)"),
                ("bob", "halted (version 2)", "active (version 3)"),
            ],
            entries.Select(e => (e.Principal, e.Before, e.After)));
        Assert.Equal("bob lifted Operator on all: cool again", entries[^1].Text);
    }

    [Fact]
    public void a_decision_is_told_with_the_exposure_and_the_limits_it_was_made_on()
    {
        var entry = AuditLog.OfAccount("account-main", OrderStoriesTests.Numbered(
        [
            new OwnershipTaken(1, "node", Some.Time),
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time, OrderStoriesTests.Saw),
        ])).Last();

        Assert.Equal("strategy s", entry.Principal);
        Assert.Equal("gross 46378.2225 net 46378.2225, active, limits 4", entry.Before);
        Assert.Equal("gross 77297.0375 net 77297.0375, active, limits 4", entry.After);
    }

    [Fact]
    public void a_persons_decisions_are_told_with_the_state_they_met()
    {
        var entries = AuditLog.OfAccount("account-main", OrderStoriesTests.Numbered(
        [
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time),
            new OrderBecameUnknown(Sent, "timeout", Some.Time),
            new OrderResolved(Sent, OrderStatus.Canceled, "asked", "ann", Some.Time),
            new BalanceAdjusted(new Asset("USDT"), 5m, "a deposit", "bob", Some.Time),
        ])).ToArray();

        Assert.Equal(
            [("ann", "Unknown", "Canceled"), ("bob", "USDT 0", "USDT 5")],
            entries.TakeLast(2).Select(e => (e.Principal, e.Before, e.After)));
    }

    [Fact]
    public void a_flatten_and_each_of_its_slices_are_told_with_who_asked_for_it()
    {
        var slice = Some.Request("exit:1:1:1", side: Side.Sell, reduceOnly: true);

        var entries = AuditLog.OfAccount("account-main", OrderStoriesTests.Numbered(
        [
            new FlattenRequested("f1", Scope.Account(Some.Account), "get out", "alice", Some.Time),
            new IntentRecorded(Sent, 1, slice, null, default, Some.Time, Exit: "f1"),
            new FlattenEnded("f1", FlattenOutcome.Residual,
                [new RemainingPosition(Some.Btc, new Quantity(0.50m))], 1, "", "node", Some.Time),
        ])).ToArray();

        Assert.Equal(["alice", "alice", "node"], entries.Select(e => e.Principal));
        Assert.Equal("alice asked to leave account:main (f1): get out", entries[0].Text);
        Assert.EndsWith("a slice of f1, which passes every mode", entries[1].Text, StringComparison.Ordinal);
        Assert.Equal("f1 ended as Residual after 1 orders, 0.5 BTCUSDT remain", entries[2].Text);
    }

    [Fact]
    public void what_the_venue_said_is_no_decision() => Assert.Empty(AuditLog.OfAccount("account-main",
        OrderStoriesTests.Numbered(
        [
            new OpeningBalancesTaken([], [], Some.Time), Some.Fill(Some.Order(), 5, 1m),
            new BalanceTransferred(new Asset("USDT"), 5m, Some.Time),
        ])));
}
