using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>Whether the order's terms go together, and are ones that the venue takes.</summary>
internal static class OrderShapeRules
{
    /// <summary>
    /// A market order takes what is there and its rest expires, which callers spell GTC or IOC; venues have
    /// no fill-or-kill market order. A post-only order rests or is refused, so only GTC makes sense. A stop
    /// or take-profit order without a limit price becomes a market order and waits as long as it takes, so
    /// it is GTC; one with a limit price becomes a limit order of any time in force.
    /// </summary>
    public static Refusal? TermsGoTogether(in RiskCheck check)
    {
        var request = check.Request;
        var wrong = request.Side is not (Side.Buy or Side.Sell) ? "the side is neither buy nor sell"
            : request.Type is < 0 or > OrderType.TakeProfitLimit ? "the type is not known"
            : request.TimeInForce is < 0 or > TimeInForce.Fok ? "the time in force is not known"
            : request.SelfTradePrevention is < 0 or > SelfTradePrevention.ExpireBoth
                ? "the self-trade prevention is not known"
            : PricesMissingOrTooMany(request) ?? TimeInForceUnfit(request);
        return wrong is null ? null : new Refusal(RefusalCode.TermsInvalid, Detail: wrong);
    }

    public static Refusal? TypeIsTaken(in RiskCheck check) =>
        check.Line!.Rules!.Types.Contains(check.Request.Type)
            ? null
            : new Refusal(RefusalCode.OrderTypeNotTaken, Detail: check.Request.Type.ToString());

    /// <summary>What the request leaves unsaid every instrument takes.</summary>
    public static Refusal? SelfTradePreventionIsTaken(in RiskCheck check) =>
        check.Request.SelfTradePrevention is var wanted and not SelfTradePrevention.VenueDefault
        && !check.Line!.Rules!.SelfTradePreventions.Contains(wanted)
            ? new Refusal(RefusalCode.SelfTradePreventionNotTaken, Detail: wanted.ToString())
            : null;

    private static string? PricesMissingOrTooMany(OrderRequest request) =>
        (request.Type.HasLimitPrice(), request.LimitPrice is not null) switch
        {
            (true, false) => "a limit price is missing",
            (false, true) => $"a {Name(request.Type)} order has no limit price",
            _ => (request.Type.IsConditional(), request.StopPrice is not null) switch
            {
                (true, false) => "a stop price is missing",
                (false, true) => $"a {Name(request.Type)} order has no stop price",
                _ => null,
            },
        };

    private static string? TimeInForceUnfit(OrderRequest request) => request.Type switch
    {
        OrderType.Market when request.TimeInForce == TimeInForce.Fok => "a market order is GTC or IOC",
        OrderType.PostOnly or OrderType.StopLoss or OrderType.TakeProfit
            when request.TimeInForce != TimeInForce.Gtc => $"a {Name(request.Type)} order is GTC",
        _ => null,
    };

    private static string Name(OrderType type) => type switch
    {
        OrderType.PostOnly => "post-only",
        OrderType.StopLoss => "stop-loss",
        OrderType.TakeProfit => "take-profit",
        OrderType.Market => "market",
        _ => "limit",
    };
}
