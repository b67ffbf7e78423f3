using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Simulations;

/// <summary>
/// Where the venue's word is missing, nothing is guessed: it takes a person, and stays written.
/// </summary>
[Trait("Control", "C22")]
public sealed class ResolveTests
{
    private const string ByHand = "trading-actors.accounts.main.enabled-strategies = []";

    private static readonly FaultRule[] Silence = [new FaultRule(FaultKind.LoseEvent)];

    [Fact]
    public void an_order_that_the_venue_forgot_is_unknown_until_a_person_decides()
    {
        using var world = Worlds.Make(81, overrides: ByHand);
        var engine = world.Start();
        world.UntilTrading();
        var id = Place(world, "forgotten");
        Forget(world, id);

        UntilWorking(world, OrderStatus.Unknown);
        world.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(OrderStatus.Unknown, Assert.Single(engine.Blotter().Accounts[0].Working).Status);

        Assert.Equal(ResolveCodes.VenueHadIt, engine.AskAccount<ResolveRefused>(
            Worlds.Account, Decide(ResolvedOutcome.NeverArrived)).Code);
        var resolved = engine.AskAccount<Resolved>(Worlds.Account, Decide(ResolvedOutcome.Expired));

        Assert.Equal((OrderStatus.Expired, "ann: the venue's desk says so"),
            (resolved.Order!.Status, resolved.Order.Reason));
        world.RunUntil(Worlds.Account, a => a.Working.Count == 0, TimeSpan.FromSeconds(5));
        Assert.Single(engine.Journal(world.Journals, Worlds.Account).OfType<OrderResolved>());
        world.StopAndJudge(81);
    }

    [Fact]
    public void a_decision_outlives_the_process_that_took_it()
    {
        using var world = Worlds.Make(82, overrides: ByHand);
        world.Start();
        world.UntilTrading();
        Forget(world, Place(world, "forgotten"));
        UntilWorking(world, OrderStatus.Unknown);
        world.Engine!.AskAccount<Resolved>(Worlds.Account, Decide(ResolvedOutcome.Expired));

        world.Crash();
        world.Start();
        world.UntilTrading();

        Assert.Empty(world.Engine!.Blotter().Accounts[0].Working);
        world.StopAndJudge(82);
    }

    [Fact]
    public void a_deposit_that_was_missed_holds_the_account_until_it_is_accepted_and_resumed()
    {
        using var world = Worlds.Make(83, overrides: ByHand);
        var engine = world.Start();
        world.UntilTrading();
        world.Venue.ReplaceFaults(Silence);
        world.Venue.Transfer("main", "USDT", 250.50m, new Clock(world.Time).Now);
        world.Run(TimeSpan.FromSeconds(1));
        world.Venue.ReplaceFaults([]);

        var held = world.RunUntil(Worlds.Account, a => a.Differences.Count > 0, TimeSpan.FromMinutes(5));
        Assert.Equal((TradingMode.CancelOnly, 250.50m), (held.Mode, Assert.Single(held.Differences).Change));
        Assert.Equal(ResolveCodes.AnotherDifference, engine.AskAccount<ResolveRefused>(
            Worlds.Account, Accept(250m)).Code);
        Assert.IsType<BalanceAdjusted>(engine.AskAccount<Resolved>(Worlds.Account, Accept(250.50m)).Event);

        var agreed = world.RunUntil(Worlds.Account, a => a.Differences.Count == 0, TimeSpan.FromMinutes(1));
        Assert.Equal(TradingMode.CancelOnly, agreed.Mode);
        engine.Ask<Resumed>(
            engine.Ready.Gate, new Resume(Scope.Account(Worlds.Account), "the deposit is booked", "ann"));
        world.UntilTrading();
        Place(world, "after");
        world.StopAndJudge(83);
    }

    /// <summary>An order that rests far from the market.</summary>
    private static VenueClientId Place(VirtualWorld world, string id)
    {
        var bid = world.Engine!
            .Ask<MarketDataView>(world.Engine.Ready.MarketData.Values.Single(), new GetMarketData())
            .Latest.Single(q => q.Symbol == Worlds.Btc).Bid.Value;
        var request = new OrderRequest(new ClientOrderId(id), Worlds.Btc, Side.Buy, OrderType.Limit,
            TimeInForce.Gtc, new Quantity(0.001m), new Price(decimal.Floor(bid * 0.95m)));
        var order = world.Engine.AskAccount<OrderAcknowledged>(Worlds.Account, new PlaceOrder(request)).Order;
        UntilWorking(world, OrderStatus.Accepted);
        return order.VenueId;
    }

    private static void UntilWorking(VirtualWorld world, OrderStatus status) => world.RunUntil(
        Worlds.Account, a => a.Working is [{ } order] && order.Status == status, TimeSpan.FromMinutes(5));

    /// <summary>The venue ends the order without a word and does not remember it.</summary>
    private static void Forget(VirtualWorld world, VenueClientId id)
    {
        world.Venue.ReplaceFaults(Silence);
        Assert.Null(world.Venue.ExpireExternally("main", id.Value, new Clock(world.Time).Now));
        Assert.Null(world.Venue.ForgetOrder("main", id.Value));
        world.Run(TimeSpan.FromSeconds(1));
        world.Venue.ReplaceFaults([]);
    }

    private static ResolveOrder Decide(ResolvedOutcome outcome) =>
        new(new ClientOrderId("forgotten"), outcome, "the venue's desk says so", "ann");

    private static ResolveMismatch Accept(decimal change) =>
        new(new Asset("USDT"), change, "a deposit that we did not hear of", "ann");
}
