using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Orders;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

/// <summary>
/// The judge must be able to condemn: each kind of damage is planted into a run that was sound.
/// </summary>
public sealed class WorldJudgeTests : IDisposable
{
    private readonly VirtualWorld _world = Worlds.Make(seed: 3);
    private readonly LedgerReport _ledger;
    private readonly AccountBlotter _engine;

    public WorldJudgeTests()
    {
        _world.Start();
        _world.UntilTrading();
        _world.Run(TimeSpan.FromSeconds(3));
        Assert.NotEmpty(_world.Venue.Judge("main").Orders);
        _world.StopAndJudge(3);
        _ledger = _world.Venue.Judge("main");
        _engine = _world.Engine!.Blotter().Accounts.Single();
    }

    [Fact]
    public void each_damage_is_named()
    {
        var order = _ledger.Orders[0];
        Assert.Empty(WorldJudge.Compare(_ledger, _engine));
        Condemns(With(order with { AcceptCount = 2 }), _engine, "took 2 orders under");
        Condemns(With(order with { ClientOrderId = "stranger" }), _engine, "not an id of the engine");
        Condemns(With(order with { Status = VenueOrderStatus.New }), _engine, "still works at the venue");
        var richer = _ledger.Balances.Select(b => b with { Free = b.Free + 0.00000001m });
        Condemns(_ledger with { Balances = [.. richer] }, _engine, "BTC: the engine has");
        Condemns(_ledger, _engine with { Balances = [] }, "the engine has 0");
        Condemns(_ledger, _engine with { Working = [SomeOrder()] }, "the engine believes");
        Condemns(_ledger with { Fills = [SomeFill(), SomeFill()] }, _engine, "twice");
    }

    public void Dispose() => _world.Dispose();

    private static void Condemns(LedgerReport ledger, AccountBlotter engine, string problem) =>
        Assert.Contains(
            WorldJudge.Compare(ledger, engine), p => p.Contains(problem, StringComparison.Ordinal));

    private LedgerReport With(LedgerReport.OrderLine order) =>
        _ledger with { Orders = [order, .. _ledger.Orders.Skip(1)] };

    private static OrderState SomeOrder() => new(
        new OrderRequest(
            new("a"), Worlds.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc, new(1), new Price(1)),
        new("v"), OrderStatus.Unknown, VirtualTime.Epoch, VirtualTime.Epoch);

    private static LedgerReport.FillLine SomeFill() => new(
        "BTCUSDT", 1, 1, "a", Side.Buy, 1, 1, 0, "BTC", true, VirtualTime.Epoch);
}
