using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Scenarios.InProcess;

/// <summary>Orders carried by real sockets to the simulated venue and judged by its ledger.</summary>
public sealed class EngineOverSocketsTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    public async Task an_order_goes_to_the_venue_and_its_fill_comes_back()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        var placed = await PlaceWhenPricedAsync(engine, Market("m1", Side.Buy, 0.01m));
        EngineUnderTest.Acknowledged(placed);

        var after = await engine.UntilAsync(a => a.Counters.Filled == 1, "the fill");

        var ledger = engine.Venue.Judge("main");
        var order = Assert.Single(ledger.Orders);
        Assert.Equal(1, order.AcceptCount);
        Assert.Equal(0.01m, order.Filled);
        foreach (var balance in ledger.Balances)
            Assert.Equal(balance.Total, after.Balances.Single(b => b.Asset.Value == balance.Asset).Total);
    }

    [Fact]
    public async Task the_same_intent_twice_is_one_order_at_the_venue()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        var request = Market("m1", Side.Buy, 0.01m);
        var first = EngineUnderTest.Acknowledged(await PlaceWhenPricedAsync(engine, request));
        var second = await engine.AskAccountAsync<OrderAcknowledged>(new PlaceOrder(request));
        var other = await engine.AskAccountAsync<OrderRefused>(
            new PlaceOrder(request with { Quantity = new Quantity(0.02m) }));

        await engine.UntilAsync(a => a.Counters.Filled == 1, "the fill");
        Assert.Equal(first.Order.VenueId, second.Order.VenueId);
        Assert.Equal((RefusalCode.ClientOrderIdReused, "Quantity"), (other.Refusal.Code, other.Refusal.Detail));
        Assert.Equal(1, Assert.Single(engine.Venue.Judge("main").Orders).AcceptCount);
    }

    [Fact]
    public async Task a_halt_cancels_what_works_and_lets_nothing_more_through()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        var resting = await PlaceWhenPricedAsync(engine, await RestingAsync(engine, "r1"));
        EngineUnderTest.Acknowledged(resting);
        await engine.UntilAsync(a => a.Working.Any(o => o.Status == OrderStatus.Accepted), "the order to rest");

        var halt = await engine.Control.HaltAsync(
            Scope.Everything, "test", "tester", TradingMode.Halted, TimeSpan.FromSeconds(5));

        Assert.Equal(HaltDurability.Journal, halt.Durability);
        Assert.Empty(halt.ConnectionsSilent);
        await engine.UntilAsync(a => a.Working.Count == 0 && a.Counters.Canceled == 1, "the cancel");
        var refused = await engine.AskAccountAsync<OrderRefused>(new PlaceOrder(Market("m2", Side.Buy, 0.01m)));
        Assert.Equal(RefusalCode.ModeForbids, refused.Refusal.Code);
        Assert.Equal(VenueOrderStatus.Canceled, Assert.Single(engine.Venue.Judge("main").Orders).Status);

        Assert.IsType<Resumed>(await engine.Control.ResumeAsync(
            Scope.Everything, "looked", "tester", halt.Version, TimeSpan.FromSeconds(5)));
        await engine.UntilAsync(a => a.Mode == TradingMode.Active, "trading again");
        EngineUnderTest.Acknowledged(await PlaceWhenPricedAsync(engine, Market("m3", Side.Buy, 0.01m)));
    }

    [Fact]
    public async Task replacing_moves_the_order_at_the_venue()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        var request = await RestingAsync(engine, "r1");
        EngineUnderTest.Acknowledged(await PlaceWhenPricedAsync(engine, request));
        await engine.UntilAsync(a => a.Working.Any(o => o.Status == OrderStatus.Accepted), "the order to rest");

        var lower = request with
        {
            ClientOrderId = new ClientOrderId("r2"),
            LimitPrice = new Price(request.LimitPrice!.Value.Value - 10m),
        };
        EngineUnderTest.Acknowledged(await engine.AskAccountAsync<object>(new ReplaceOrder(request.ClientOrderId, lower)));

        var after = await engine.UntilAsync(
            a => a.Counters.Canceled == 1 && a.Working.Any(o => o.Status == OrderStatus.Accepted), "the replacement");
        Assert.Equal("r2", Assert.Single(after.Working).Request.ClientOrderId.Value);
    }

    [Fact]
    public async Task stopping_well_leaves_nothing_working()
    {
        await using var engine = await EngineUnderTest.StartAsync();
        await engine.UntilAsync(a => a.Phase == DeskPhase.Trading && a.Mode == TradingMode.Active, "trading");
        EngineUnderTest.Acknowledged(await PlaceWhenPricedAsync(engine, await RestingAsync(engine, "r1")));
        await engine.UntilAsync(a => a.Working.Any(o => o.Status == OrderStatus.Accepted), "the order to rest");

        var stopped = await engine.StopAsync();

        Assert.Empty(Assert.Single(stopped.Accounts).Residual);
        Assert.Equal(VenueOrderStatus.Canceled, Assert.Single(engine.Venue.Judge("main").Orders).Status);
    }

    [Fact]
    public async Task the_sample_quoter_trades_and_the_ledger_agrees()
    {
        await using var engine = await EngineUnderTest.StartAsync(
            "trading-actors.accounts.main.enabled-strategies = [quoter]");
        await engine.UntilAsync(a => a.Counters.Fills >= 3, "fills of the quoter");
        await engine.StopAsync();

        var ledger = engine.Venue.Judge("main");
        var blotter = await engine.BlotterAsync();
        Assert.All(ledger.Orders, order => Assert.Equal(1, order.AcceptCount + order.RejectCount));
        Assert.Equal(ledger.Fills.Count, blotter.Counters.Fills);
        foreach (var balance in ledger.Balances)
            Assert.Equal(balance.Total, blotter.Balances.Single(b => b.Asset.Value == balance.Asset).Total);
    }

    private static OrderRequest Market(string id, Side side, decimal quantity) => new(new ClientOrderId(id), Btc, side,
        OrderType.Market, TimeInForce.Gtc, new Quantity(quantity), null);

    private static async Task<OrderRequest> RestingAsync(EngineUnderTest engine, string id)
    {
        var quote = await engine.QuoteAsync(Btc);
        var price = Math.Floor(quote.Bid.Value * 0.98m);
        return new OrderRequest(new ClientOrderId(id), Btc, Side.Buy, OrderType.PostOnly, TimeInForce.Gtc,
            new Quantity(0.01m), new Price(price));
    }

    /// <summary>Placed once a price has arrived: a refusal would use the id up.</summary>
    private static async Task<object> PlaceWhenPricedAsync(EngineUnderTest engine, OrderRequest request)
    {
        await engine.QuoteAsync(request.Symbol);
        return await engine.AskAccountAsync<object>(new PlaceOrder(request));
    }
}
