using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Tests.Engine;

/// <summary>Plain examples of the engine's records, for tests to vary.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly AccountId Account = new("main");
    public static readonly VenueId Venue = new("simulated");
    public static readonly Symbol Btc = new("BTCUSDT");

    public static readonly Instrument BtcInstrument = new(
        Btc, new Asset("BTC"), new Asset("USDT"), InstrumentStatus.Trading,
        new Price(0.01m), new Price(1_000_000m), new Price(0.01m),
        new Quantity(0.00001m), new Quantity(9_000m), new Quantity(0.00001m),
        new Notional(5m), new Notional(9_000_000m));

    public static OrderRequest Request(
        string id = "a1", decimal quantity = 1m, decimal? price = 100m, Side side = Side.Buy, bool reduceOnly = false) =>
        new(new ClientOrderId(id), Btc, side, price is null ? OrderType.Market : OrderType.Limit, TimeInForce.Gtc,
            new Quantity(quantity), price is { } p ? new Price(p) : null, reduceOnly, new StrategyId("s"));

    public static OrderState Order(string id = "a1", decimal quantity = 1m, OrderStatus status = OrderStatus.Accepted) =>
        new(Request(id, quantity), new VenueClientId($"v-{id}"), status, Time, Time);

    public static OrderFilled Fill(
        OrderState order, long trade, decimal quantity, decimal price = 100m, decimal fee = 0m, string feeAsset = "USDT") =>
        new(order.VenueId, order.Request.Symbol, new Asset("BTC"), new Asset("USDT"), new TradeId(trade),
            order.Request.Side, new Price(price), new Quantity(quantity), fee, new Asset(feeAsset), true, Time);

    public static AccountSnapshot EmptyAccount(long epoch = 1) =>
        new(epoch, 0, true, [], [], [], [], [], []);
}
