using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

/// <summary>The gate's one pass: orders of a flatten.</summary>
public sealed class ConnectionExitTests : ConnectionTestBase
{
    public ConnectionExitTests()
        : base(RateBudgetSettings.Default with { WeightMax = 200, ConnectionsMax = 4, ConnectionWeight = 0 })
    {
    }

    [Fact]
    [Trait("Control", "C10")]
    public void after_a_halt_cancels_and_the_exit_go_and_nothing_else()
    {
        OpenReady();
        Gate.SetCanExit(true);
        Switch.Latch(Halt());
        Send(new GateBarrier("h1"));
        ExpectMsg<BarrierPassed>();

        Send(Order("a1"), Exit("x1"), Cancel("a0"), Exit("x2"));

        Assert.Equal(["place v-x1", "cancel v-a0", "place v-x2"], Commands(First));
        var stopped = Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told()));
        Assert.Equal(("v-a1", "GATE_CLOSED"), (stopped.Id.Value, stopped.Code));
    }

    [Fact]
    public void the_exit_waits_for_the_account_to_know_what_it_holds()
    {
        OpenReady();
        Send(Exit("x1"));

        var stopped = Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told()));
        Assert.Equal(("GATE_CLOSED", "the account has not been compared with the venue"),
            (stopped.Code, stopped.Reason));
        Assert.Empty(Commands(First));
    }

    [Fact]
    public void without_a_session_the_exit_is_not_sent()
    {
        Gate.SetCanExit(true);
        Send(Exit("x1"));

        Assert.Equal("NO_SESSION", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);
    }

    [Fact]
    public void the_exit_goes_where_the_budget_of_orders_is_used_up()
    {
        OpenReady();
        Gate.SetCanExit(true);
        Hear(First, "weight 150 200");

        Send(Order("a1"), Exit("x1"));

        Assert.Equal("RATE_BUDGET", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);
        Assert.Equal(["place v-x1"], Commands(First));
    }

    private AccountGate Gate => Switch.For(Some.Account, Some.Venue);

    private static SendOrder Exit(string id) => Order(id) with { Reduces = true, IsExit = true };
}
