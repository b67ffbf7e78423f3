using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

/// <summary>An OrderExecutionActor between probes: the test plays the journal, the venue and all the rest.</summary>
public abstract class OrderDeskTests : PatientTestKit
{
    protected static readonly OrderSettings Settings = new(
        ReconcileEvery: TimeSpan.FromSeconds(30),
        StallAfter: TimeSpan.FromSeconds(10),
        AskUnknownEvery: TimeSpan.FromSeconds(1),
        NotFoundAfter: TimeSpan.FromSeconds(10),
        TakeoverPolicy.Cancel,
        HaltCancelsExternal: true,
        WorkingMax: 3);

    private long _sequence;

    protected OrderDeskTests() : base("akka.loglevel = OFF\nakka.stdout-loglevel = OFF")
    {
        Journal = CreateTestProbe("journal");
        Risk = CreateTestProbe("risk");
        Positions = CreateTestProbe("positions");
        Connection = CreateTestProbe("connection");
        Gate = CreateTestProbe("gate");
        MarketData = CreateTestProbe("market-data");
        Parent = CreateTestProbe("parent");
    }

    protected FakeTimeProvider Time { get; } = new(Some.Time);

    protected TestProbe Journal { get; }

    protected TestProbe Risk { get; }

    protected TestProbe Positions { get; }

    protected TestProbe Connection { get; }

    protected TestProbe Gate { get; }

    protected TestProbe MarketData { get; }

    protected TestProbe Parent { get; }

    /// <summary>Long enough for a message that is on its way to have arrived.</summary>
    protected static TimeSpan Soon { get; } = TimeSpan.FromMilliseconds(30);

    protected IActorRef Open(AccountSnapshot? recovered = null, OrderSettings? settings = null)
    {
        var clock = new Clock(Time);
        var orders = Parent.ChildActorOf(OrderExecutionActor.Props(
            Some.Account, settings ?? Settings, recovered ?? Some.EmptyAccount(), clock));
        orders.Tell(new OrderDesk(Journal, Risk, Positions, Connection, Gate, MarketData, [], [Some.Btc],
            new RateBudget(RateBudgetSettings.Default)));
        orders.Tell(new VenueInstruments([Some.BtcInstrument], Some.Time));
        Connection.ExpectMsg<OpenConnection>();
        Risk.ExpectMsg<InstrumentsKnown>();
        return orders;
    }

    protected IActorRef OpenWithWorking(params string[] ids) => Open(Some.EmptyAccount() with
    {
        Working = [.. ids.Select(id => Some.Order(id) with { VenueOrderId = new VenueOrderId("77") })],
    });

    /// <summary>An order that was journaled by an earlier life, and whose fate nobody knows.</summary>
    protected IActorRef OpenWithUnknown(string id)
    {
        var orders = Open(Some.EmptyAccount() with { Working = [Some.Order(id, status: OrderStatus.New)] });
        Written(orders);
        return orders;
    }

    protected void Reconcile(IActorRef orders, AssetBalance balance)
    {
        orders.Tell(Ready());
        Answer(orders, balance);
    }

    /// <summary>Answers queries, whatever they are, until the balances have been asked for.</summary>
    protected void Answer(IActorRef orders, AssetBalance balance)
    {
        while (true)
        {
            var query = Connection.FishForMessage<SendQuery>(_ => true, TimeSpan.FromSeconds(5)).Query;
            orders.Tell(query switch
            {
                QueryOpenOrders => new VenueOpenOrders([], Some.Time),
                QueryTrades trades => new VenueTrades(trades.Symbol, trades.FromId, [], true, Some.Time),
                QueryOrder order => new VenueOrderNotFound(order.Id, Some.Time),
                _ => new VenueBalances([balance], Some.Time),
            });
            if (query is QueryBalances)
                return;
        }
    }

    protected OrderState FishForTerminal(string id) => Positions
        .FishForMessage<OrderUpdated>(u => u.Order.Request.ClientOrderId.Value == id && u.Order.IsTerminal).Order;

    /// <summary>Lets time pass once everything told before has been handled.</summary>
    protected void Pass(IActorRef orders, TimeSpan span)
    {
        var sync = CreateTestProbe();
        orders.Tell(new GetOrders(), sync);
        sync.ExpectMsg<OrdersView>();
        Time.Advance(span);
    }

    /// <summary>The next query that is asked of the venue.</summary>
    protected T Asked<T>()
        where T : VenueCommand => Assert.IsType<T>(Connection.ExpectMsg<SendQuery>().Query);

    /// <summary>The batch that waits for the journal becomes durable.</summary>
    protected IReadOnlyList<AccountEvent> Written(IActorRef orders)
    {
        var batch = Journal.ExpectMsg<WriteEvents>();
        Written(orders, batch);
        return batch.Events;
    }

    protected void Written(IActorRef orders, WriteEvents batch)
    {
        _sequence += batch.Events.Count;
        orders.Tell(new EventsWritten(_sequence, batch.Events.Count, []), Journal);
    }

    protected static MarketDataView View(params Quote[] latest) =>
        new(Some.Venue, true, 0, 0, 0, 0, 0, latest);

    protected static AssetBalance Usdt(decimal free) => new(new Asset("USDT"), free, 0m);

    internal static ApprovedOrder Approved(string id, decimal quantity = 1m, string? replaces = null) =>
        Approved(Some.Request(id, quantity), replaces);

    internal static ApprovedOrder Approved(OrderRequest request, string? replaces = null) =>
        new(request, replaces is null ? null : new ClientOrderId(replaces), false, default, Seen);

    internal static readonly DecisionRecord Seen = new(0, TradingMode.Active, new Price(100m), default, default,
        default, 0, default, default, default, default, null);

    protected static ConnectionChanged Ready() =>
        new(Some.Account, ConnectionPhase.Ready, "test", 1, Some.Time);

    protected static ConnectionChanged Lost() =>
        new(Some.Account, ConnectionPhase.Disconnected, "test", 1, Some.Time);

    protected static VenueClientId Id(string id) => new($"v-{id}");

    protected static VenueFill VenueFill(string id, long trade, decimal quantity) => new(
        Id(id), new VenueOrderId("77"), Some.Btc, new TradeId(trade), Side.Buy, new Price(100m),
        new Quantity(quantity), 0m, new Asset("USDT"), true, default, Some.Time);

    protected static VenueOrderReport Report(string id, VenueOrderStatus status, decimal filled) => new(
        Id(id), new VenueOrderId("77"), Some.Btc, Side.Buy, OrderType.Limit, TimeInForce.Gtc, new Price(100m),
        new Quantity(1m), new Quantity(filled), status, Some.Time);
}
