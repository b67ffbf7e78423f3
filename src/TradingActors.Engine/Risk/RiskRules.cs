using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What an order must pass, as one ladder: a line a rule, in the precedence of <see cref="RefusalCode"/>, and
/// the first that fails is the answer. Whatever a rule needs and does not have is a refusal. The reference
/// price is the middle of the newest sound quote. A limit order counts at its own price, a market order at
/// the end of the collar that is worse for the rule. Sums of decimals are exact; where something is divided
/// or rounded, it is rounded against the order.
/// </summary>
public static class RiskRules
{
    private static readonly Step[] Ladder =
    [
        new(RefusalCode.AccountNotReady, AccessRules.AccountIsReady),
        new(RefusalCode.ModeForbids, AccessRules.ModeAllows),
        new(RefusalCode.NoLimitConfigured, AccessRules.LimitsAreConfigured),
        new(RefusalCode.InstrumentUnknown, AccessRules.InstrumentIsKnown),
        new(RefusalCode.InstrumentNotTrading, AccessRules.InstrumentTrades),
        new(RefusalCode.TermsInvalid, OrderShapeRules.TermsGoTogether),
        new(RefusalCode.QuantityOffLot, OrderShapeRules.QuantityIsOnLot),
        new(RefusalCode.QuantityBelowMin, OrderShapeRules.QuantityIsLargeEnough),
        new(RefusalCode.QuantityAboveMax, OrderShapeRules.QuantityIsSmallEnough),
        new(RefusalCode.PriceOffTick, OrderShapeRules.PriceIsOnTick),
        new(RefusalCode.PriceOutOfBounds, OrderShapeRules.PriceIsWithinBounds),
        new(RefusalCode.ReferencePriceMissing, OrderShapeRules.ReferencePriceIsKnown),
        new(RefusalCode.ReferencePriceStale, OrderShapeRules.ReferencePriceIsFresh),
        new(RefusalCode.ReferencePriceUnsound, OrderShapeRules.ReferencePriceIsSound),
        new(RefusalCode.PriceOutsideCollar, OrderShapeRules.PriceIsWithinCollar),
        new(RefusalCode.NotionalBelowMin, OrderShapeRules.NotionalIsLargeEnough),
        new(RefusalCode.NotionalAboveMax, OrderShapeRules.NotionalIsSmallEnough),
        new(RefusalCode.OriginalNotReplaceable, ExposureRules.OriginalIsReplaceable),
        new(RefusalCode.NotReducing, ExposureRules.ReducesWhenItMust),
        new(RefusalCode.PositionAboveLimit, ExposureRules.PositionStaysWithinLimit),
        new(RefusalCode.GrossExposureAboveLimit, ExposureRules.GrossExposureStaysWithinLimit),
        new(RefusalCode.OpenOrdersAboveLimit, ExposureRules.OpenOrdersStayWithinLimit),
        new(RefusalCode.OrderRateAboveLimit, ExposureRules.OrderRateStaysWithinLimit),
        new(RefusalCode.DuplicateInWindow, ExposureRules.IsNoDuplicate),
        new(RefusalCode.BalanceInsufficient, ExposureRules.BalanceCovers),
    ];

    private delegate Refusal? Rule(in RiskCheck check);

    /// <summary>The codes of the ladder, in its order.</summary>
    internal static IEnumerable<RefusalCode> Precedence => Ladder.Select(step => step.Code);

    /// <summary>
    /// Decides and, when every rule passes, reserves in the same step; a refused id is remembered too.
    /// Without a refusal it allocates the approval and its reservation alone.
    /// </summary>
    public static RiskDecision Decide(
        RiskState state, OrderRequest request, ClientOrderId? replaces, AccountGate gate, Instant now)
    {
        if (state.Find(request.ClientOrderId) is { } known)
            return known.FirstDifference(request, replaces) is { } field
                ? new(RiskVerdict.IdReused, null, new(RefusalCode.ClientOrderIdReused, Detail: field))
                : new RiskDecision(RiskVerdict.Repeated, null, null);

        var check = new RiskCheck(state, request, replaces, gate, now);
        foreach (var step in Ladder)
        {
            if (step.Holds(in check) is not { } refusal)
                continue;

            state.RememberRefused(request, replaces);
            return new RiskDecision(RiskVerdict.Refused, null, refusal);
        }

        state.Reserve(in check);
        var approved = new ApprovedOrder(request, replaces, check.Reduces, now);
        return new RiskDecision(RiskVerdict.Approved, approved, null);
    }

    private readonly struct Step(RefusalCode code, Rule rule)
    {
        public RefusalCode Code { get; } = code;

        public Rule Holds { get; } = rule;
    }
}
