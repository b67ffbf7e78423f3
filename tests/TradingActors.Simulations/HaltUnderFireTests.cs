using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Simulation;
using Xunit;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Simulations;

/// <summary>
/// A halt while other parts are dead or drowned. What reached the venue after the acknowledgement is counted
/// by the venue.
/// </summary>
[Trait("Control", "C10")]
public sealed class HaltUnderFireTests
{
    private const int Queued = 20_000;

    [Theory]
    [InlineData("risk")]
    [InlineData("positions")]
    [InlineData("journal")]
    [InlineData("orders")]
    public void works_with_an_actor_of_the_desk_dead(string dead)
    {
        using var world = Trading(61, "");
        world.Engine!.TellDesk(Worlds.Account, dead, PoisonPill.Instance);

        var halted = world.Engine.Halt(Scope.Everything, "test");
        var accepted = Accepted(world);
        world.Run(TimeSpan.FromSeconds(20));

        Assert.Equal(HaltDurability.Journal, halted.Durability);
        Assert.Equal(accepted, Accepted(world));
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
        Assert.Equal(TradingMode.Halted, world.Engine.Blotter().Accounts.Single().Mode);
    }

    [Fact]
    public void works_with_the_connection_dead_and_cancels_with_the_next_one()
    {
        using var world = Trading(62, "");
        world.Engine!.TellDesk(Worlds.Account, "connection", PoisonPill.Instance);

        var halted = world.Engine.Halt(Scope.Everything, "test");
        var accepted = Accepted(world);
        world.Run(TimeSpan.FromMinutes(1));

        Assert.Equal([Worlds.Account], halted.ConnectionsSilent.Concat(halted.ConnectionsClosed));
        Assert.Equal(accepted, Accepted(world));
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
    }

    [Fact]
    public void works_with_the_emergency_stream_dead_and_is_kept_in_the_halt_file()
    {
        using var world = Trading(63, "");
        world.Engine!.TellEngine("emergency", PoisonPill.Instance);

        var halted = world.Engine.Halt(Scope.Everything, "test");
        var accepted = Accepted(world);
        world.Run(TimeSpan.FromSeconds(20));

        Assert.Equal(HaltDurability.Local, halted.Durability);
        Assert.Equal(accepted, Accepted(world));
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
    }

    [Fact]
    public void overtakes_every_order_that_is_queued_before_it()
    {
        using var world = Trading(64, """
            trading-actors.accounts.main.risk {
              order-rate-max = 1000000, order-rate-hard = off, duplicate-window = 0s
              instruments.BTCUSDT.open-orders-max = 100000
              instruments.BTCUSDT.position-max = 1000, gross-exposure-max = 1000000000
              net-exposure-max = off, leverage-max = off, order-to-trade-max = off
              order-to-trade-volume-max = off
            }
            """);
        var price = Math.Floor(world.Venue.Judge("main").Fills[^1].Price * 0.97m);
        for (var i = 0; i < Queued; i++)
            world.Engine!.TellAccount(Worlds.Account, new PlaceOrder(new OrderRequest(
                new ClientOrderId($"queued-{i}"), Worlds.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc,
                new Quantity(0.001m), new Price(price))));

        world.Engine!.Halt(Scope.Everything, "test");
        var accepted = Accepted(world);
        world.Run(TimeSpan.FromSeconds(20));

        Assert.Equal(accepted, Accepted(world));
        Assert.Equal(0, world.Venue.Judge("main").Counts.Open);
        Assert.True(Refused(world, "MODE_FORBIDS") >= Queued / 2,
            $"of {Queued} queued orders {Refused(world, "MODE_FORBIDS")} met the halt");
    }

    private static long Refused(VirtualWorld world, string code) => world.Engine!.Blotter().Accounts.Single()
        .Counters.RefusedByRisk.GetValueOrDefault(code);

    private static int Accepted(VirtualWorld world) =>
        world.Venue.EntriesOf("main").Count(e => e is OrderAccepted);

    private static VirtualWorld Trading(ulong seed, string overrides)
    {
        var world = Worlds.Make(seed, overrides: $"{Worlds.Busy}\n{overrides}");
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(10));
        return world;
    }
}
