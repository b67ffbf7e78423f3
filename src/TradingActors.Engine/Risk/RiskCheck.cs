using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <summary>One request beside everything that the rules judge it by, looked up and priced once.</summary>
internal readonly ref struct RiskCheck
{
    public RiskCheck(
        RiskState state, OrderRequest request, ClientOrderId? replaces, AccountGate gate, Instant now)
    {
        State = state;
        Request = request;
        Replaces = replaces;
        Gate = gate;
        Now = now;
        Line = state.Exposure.FindLine(request.Symbol);
        Original = replaces is { } original ? state.Find(original) : null;
        Mode = gate.ModeFor(request.Strategy, request.Symbol);
        IsBuy = request.Side == Side.Buy;

        var carried = IsReplaceable(Original) ? Original!.Filled : 0m;
        var total = request.Quantity.Value;
        Quantity = total > carried ? total - carried : total;
        if (Line is null)
            return;

        Reference = Line.Mark;
        Anchor = request.StopPrice?.Value ?? Reference;
        PriceLow = request.LimitPrice?.Value ?? Anchor * Line.CollarDown;
        PriceHigh = request.LimitPrice?.Value ?? Anchor * Line.CollarUp;
        Reduces = Line.Reduces(request.Side, Quantity, IsReplaceable(Original) ? Original!.Remaining : 0m);
    }

    public RiskState State { get; }

    public OrderRequest Request { get; }

    public ClientOrderId? Replaces { get; }

    public AccountGate Gate { get; }

    public Instant Now { get; }

    /// <summary>Null when neither venue, limits nor positions ever named the symbol.</summary>
    public InstrumentRisk? Line { get; }

    public RiskOrder? Original { get; }

    public TradingMode Mode { get; }

    public bool IsBuy { get; }

    /// <summary>
    /// What the venue would be asked for: a replacement's total less what its original has filled.
    /// </summary>
    public decimal Quantity { get; }

    /// <summary>Middle of the newest sound quote, zero while there was none.</summary>
    public decimal Reference { get; }

    /// <summary>
    /// Where the market is when the order can trade: its stop price, or the reference price.
    /// </summary>
    public decimal Anchor { get; }

    public bool HasLimitPrice => Request.LimitPrice is not null;

    /// <summary>The limit price; without one the lower end of the collar around the anchor.</summary>
    public decimal PriceLow { get; }

    /// <summary>The limit price; without one the upper end of the collar around the anchor.</summary>
    public decimal PriceHigh { get; }

    public bool Reduces { get; }

    /// <summary>
    /// The lowest bid and the highest ask of the minutes that the venue averages its price over: the average
    /// lies between them.
    /// </summary>
    public (decimal Low, decimal High) AverageRange =>
        Line!.Seen.Over(Line.Rules!.AveragePriceMinutes, Now.Monotonic);

    /// <summary>
    /// Only an order that the venue has and that nothing else is under way for can be replaced.
    /// </summary>
    public static bool IsReplaceable(RiskOrder? original) =>
        original is { IsOpen: true, IsBeingReplaced: false }
        && original.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;
}
