using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

/// <summary>The connection under the rate budget of its address, which it shares.</summary>
public sealed class ConnectionBudgetTests : ConnectionTestBase
{
    public ConnectionBudgetTests()
        : base(RateBudgetSettings.Default with { WeightMax = 200, ConnectionsMax = 4, ConnectionWeight = 0 })
    {
    }

    [Fact]
    public void an_order_without_budget_is_refused_at_the_gate_and_a_cancel_still_goes()
    {
        OpenReady();
        Hear(First, "weight 150 200");
        Send(Order("a1"), Cancel("a2"));

        var stopped = Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told()));
        Assert.Equal("RATE_BUDGET", stopped.Code);
        Assert.Contains("150 of 200", stopped.Reason);
        Assert.Equal(["cancel v-a2"], Commands(First));
    }

    [Fact]
    public void a_query_without_budget_waits_for_the_next_window_and_is_asked_once()
    {
        OpenReady();
        Hear(First, "weight 130 200");
        Send(new SendQuery(new QueryOpenOrders()), new SendQuery(new QueryOpenOrders()));
        Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(Commands(First));

        Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(["QueryOpenOrders"], Commands(First));
    }

    [Fact]
    public void a_cancel_waits_only_where_the_venue_allows_nothing_and_goes_first_then()
    {
        OpenReady();
        Hear(First, "throttle 10");
        Send(new SendQuery(new QueryOpenOrders()), Cancel("a1"), Order("a2"));
        Assert.Equal("THROTTLED", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);
        Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(Commands(First));

        Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(["cancel v-a1", "QueryOpenOrders"], Commands(First));
    }

    [Fact]
    public void too_many_orders_stop_orders_alone()
    {
        OpenReady();
        Hear(First, "orders 10");
        Send(Order("a1"), Cancel("a2"));

        Assert.Equal("THROTTLED", Assert.IsType<OrderStoppedAtGate>(Assert.Single(Told())).Code);
        Assert.Equal(["cancel v-a2"], Commands(First));
    }

    [Fact]
    public void a_ban_closes_every_connection_of_the_address_and_nothing_is_tried_until_it_is_over()
    {
        var other = new FakeVenue();
        var second = Make(new AccountId("other"), other, CreateTestProbe().Ref);
        second.Tell(new OpenConnection());
        OpenReady();
        Sync();
        Ready(other.Last);
        Sync();

        Hear(First, "ban 120");
        Advance(TimeSpan.FromSeconds(119));
        Sync();
        Assert.True(First.IsClosed && other.Last.IsClosed);
        Assert.Single(Venue.Connections);
        Assert.Single(other.Connections);

        Advance(TimeSpan.FromSeconds(2));
        Sync();
        Assert.Equal(2, Venue.Connections.Count);
        Assert.Equal(2, other.Connections.Count);
    }

    [Fact]
    public void the_accounts_of_an_address_share_its_connection_attempts()
    {
        var other = new FakeVenue();
        var second = Make(new AccountId("other"), other, CreateTestProbe().Ref);
        second.Tell(new OpenConnection());
        OpenReady();
        Sync();
        Ready(other.Last);
        Sync();

        for (var i = 0; i < 40; i++)
        {
            Venue.Last.Listener!.OnClosed("cut");
            other.Last.Listener!.OnClosed("cut");
            Sync();
            Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(4, Venue.Connections.Count + other.Connections.Count);
        Advance(TimeSpan.FromMinutes(2));
        Assert.True(Venue.Connections.Count + other.Connections.Count > 4);
    }
}
