using System.Text.Json.Serialization;

namespace TradingActors.Domain;

/// <summary>
/// What a caller wants: an order under an id of the caller's making. <paramref name="LimitPrice"/> is null
/// exactly for orders without one (see <see cref="OrderTypeExtensions.HasLimitPrice"/>); <paramref
/// name="Quantity"/> is base asset, above zero. <paramref name="ReduceOnly"/> asks that the order never
/// makes the position larger or changes its sign; <paramref name="StopPrice"/> is set exactly for stop
/// and take-profit orders.
/// </summary>
public sealed record OrderRequest(
    ClientOrderId ClientOrderId,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    Quantity Quantity,
    Price? LimitPrice,
    bool ReduceOnly = false,
    StrategyId Strategy = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    Price? StopPrice = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    SelfTradePrevention SelfTradePrevention = SelfTradePrevention.VenueDefault)
{
    /// <summary>
    /// The first field in which the two requests differ, or null when they ask for the same.
    /// </summary>
    public string? FirstDifference(OrderRequest other) =>
        Symbol != other.Symbol ? nameof(Symbol)
        : Side != other.Side ? nameof(Side)
        : Type != other.Type ? nameof(Type)
        : TimeInForce != other.TimeInForce ? nameof(TimeInForce)
        : Quantity != other.Quantity ? nameof(Quantity)
        : LimitPrice != other.LimitPrice ? nameof(LimitPrice)
        : StopPrice != other.StopPrice ? nameof(StopPrice)
        : SelfTradePrevention != other.SelfTradePrevention ? nameof(SelfTradePrevention)
        : ReduceOnly != other.ReduceOnly ? nameof(ReduceOnly)
        : (Strategy.Value ?? "") != (other.Strategy.Value ?? "") ? nameof(Strategy)
        : null;
}
