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
        HasStrategy = !string.IsNullOrEmpty(request.Strategy.Value);
        Strategy = HasStrategy ? state.Exposure.FindStrategy(request.Strategy) : null;
        StrategyLimits = !HasStrategy ? null
            : Strategy is not null ? Strategy.Limits : state.Settings.LimitsFor(request.Strategy);
        Original = replaces is { } original ? state.Find(original) : null;
        Mode = gate.ModeFor(request.Strategy, request.Symbol);
        IsBuy = request.Side == Side.Buy;

        var carried = IsReplaceable(Original) ? Original!.Filled : 0m;
        var total = request.Quantity.Value;
        Quantity = total > carried ? total - carried : total;
        if (Line is null)
            return;

        Part = HasStrategy ? ExposureState.FindPart(Line, request.Strategy) : null;
        Reference = Line.Mark;
        Anchor = request.StopPrice?.Value ?? Reference;
        PriceLow = request.LimitPrice?.Value ?? Anchor * Line.CollarDown;
        PriceHigh = request.LimitPrice?.Value ?? Anchor * Line.CollarUp;
        var price = Math.Min(Math.Max(Reference, PriceHigh), Limits.AmountMax);
        Worth = ExposureState.RoundUp(Math.Min(Quantity, Limits.AmountMax) * price);
        GrossAfter = AfterOf(Line.Total.Gross, Line);
        NetAfter = (IsBuy ? Line.Total.Long : Line.Total.Short) + Worth;
        FundsPerUnit = state.FundsPerUnit(request, Math.Min(PriceHigh, Limits.AmountMax));
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

    /// <summary>False for orders of people, which the account's limits alone bind.</summary>
    public bool HasStrategy { get; }

    /// <summary>Null where the strategy has none, and therefore does not trade.</summary>
    public StrategyLimits? StrategyLimits { get; }

    /// <summary>Null while the strategy has never traded.</summary>
    public StrategyRisk? Strategy { get; }

    /// <summary>Null while the strategy has never traded in this instrument.</summary>
    public StrategyLine? Part { get; }

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
    /// What the order adds to the side that it is on, at the higher of the reference and its own price,
    /// rounded up; an absurd quantity or price, which other rules refuse, counts as the largest amount.
    /// </summary>
    public decimal Worth { get; }

    /// <summary>The account's gross exposure with the order.</summary>
    public decimal GrossAfter { get; }

    /// <summary>The account's net exposure on the order's side, with the order.</summary>
    public decimal NetAfter { get; }

    /// <summary>What a unit of it may need of the asset that it spends.</summary>
    public decimal FundsPerUnit { get; }

    /// <summary>
    /// A gross exposure with the order in one of its lines; a line that is not there yet holds nothing.
    /// </summary>
    public decimal AfterOf(decimal gross, ExposureLine? line) => line is null
        ? gross + Worth
        : gross - line.Gross + (IsBuy
            ? Math.Max(line.Long + Worth, line.Short)
            : Math.Max(line.Long, line.Short + Worth));

    /// <summary>True when the order makes the line's worst quantity larger.</summary>
    public bool Enlarges(ExposureLine? line) => line is null
        || (IsBuy ? line.WorstQuantity(moreBuy: Quantity) : line.WorstQuantity(moreSell: Quantity))
            > line.WorstQuantity();

    /// <summary>
    /// What the decision is journaled with. Called before anything is reserved.
    /// </summary>
    public DecisionRecord ToRecord(bool isApproved)
    {
        var total = State.Exposure.Total;
        return new DecisionRecord(
            State.LimitsVersion,
            Mode,
            Line is { Mark: > 0m } ? new Price(Line.Mark) : null,
            new Quantity(Line?.Position ?? 0m),
            new Quantity(Line?.ReservedBuy ?? 0m),
            new Quantity(Line?.ReservedSell ?? 0m),
            Line?.OpenOrders ?? 0,
            new Notional(total.Gross),
            new Notional(isApproved ? GrossAfter : total.Gross),
            new Notional(total.Net),
            new Notional(isApproved ? Math.Max(total.Net, NetAfter) : total.Net),
            State.DayPnl is { } pnl ? new Notional(pnl) : null);
    }

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
