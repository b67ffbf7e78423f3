using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What an order must pass, as one ladder: a line a rule, in the precedence of <see cref="RefusalCode"/>, and
/// the first that fails is the answer. Whatever a rule needs and does not have is a refusal. The reference
/// price is the middle of the newest sound quote. An order with a limit price counts at that, one without at
/// the end of the collar that is worse for the rule: around its stop price where it has one, otherwise around
/// the reference price. Sums of decimals are exact; where something is divided
/// or rounded, it is rounded against the order.
/// </summary>
public static class RiskRules
{
    private static readonly Step[] Ladder =
    [
        new(RefusalCode.AccountNotReady, AccessRules.AccountIsReady),
        new(RefusalCode.ModeForbids, AccessRules.ModeAllows),
        new(RefusalCode.NoLimitConfigured, AccessRules.LimitsAreConfigured),
        new(RefusalCode.InstrumentNotAllowed, AccessRules.InstrumentIsAllowed),
        new(RefusalCode.InstrumentUnknown, AccessRules.InstrumentIsKnown),
        new(RefusalCode.InstrumentNotTrading, AccessRules.InstrumentTrades),
        new(RefusalCode.TermsInvalid, OrderShapeRules.TermsGoTogether),
        new(RefusalCode.OrderTypeNotTaken, OrderShapeRules.TypeIsTaken),
        new(RefusalCode.SelfTradePreventionNotTaken, OrderShapeRules.SelfTradePreventionIsTaken),
        new(RefusalCode.QuantityOffLot, QuantityRules.IsOnLot),
        new(RefusalCode.QuantityBelowMin, QuantityRules.IsLargeEnough),
        new(RefusalCode.QuantityAboveMax, QuantityRules.IsSmallEnough),
        new(RefusalCode.MarketQuantityOffLot, QuantityRules.MarketIsOnLot),
        new(RefusalCode.MarketQuantityBelowMin, QuantityRules.MarketIsLargeEnough),
        new(RefusalCode.MarketQuantityAboveMax, QuantityRules.MarketIsSmallEnough),
        new(RefusalCode.PriceOffTick, PriceRules.IsOnTick),
        new(RefusalCode.PriceOutOfBounds, PriceRules.IsWithinBounds),
        new(RefusalCode.StopPriceOffTick, StopPriceRules.IsOnTick),
        new(RefusalCode.StopPriceOutOfBounds, StopPriceRules.IsWithinBounds),
        new(RefusalCode.ReferencePriceMissing, PriceRules.ReferenceIsKnown),
        new(RefusalCode.ReferencePriceStale, PriceRules.ReferenceIsFresh),
        new(RefusalCode.ReferencePriceUnsound, PriceRules.ReferenceIsSound),
        new(RefusalCode.ReferencePriceJumped, PriceRules.ReferenceHasNotJumped),
        new(RefusalCode.StopPriceWouldTrigger, StopPriceRules.WaitsForTheMarket),
        new(RefusalCode.StopPriceOutsideCollar, StopPriceRules.IsWithinCollar),
        new(RefusalCode.PriceOutsideCollar, PriceRules.IsWithinCollar),
        new(RefusalCode.PriceOutsideDriftCollar, PriceRules.IsWithinDriftCollar),
        new(RefusalCode.PriceOutsideBand, PriceRules.IsWithinBand),
        new(RefusalCode.NotionalBelowMin, NotionalRules.IsLargeEnough),
        new(RefusalCode.NotionalAboveMax, NotionalRules.IsSmallEnough),
        new(RefusalCode.OriginalNotReplaceable, ExposureRules.OriginalIsReplaceable),
        new(RefusalCode.NotReducing, ExposureRules.ReducesWhenItMust),
        new(RefusalCode.LossLimitReached, LossRules.LossStaysWithinLimit),
        new(RefusalCode.PositionAboveLimit, ExposureRules.PositionStaysWithinLimit),
        new(RefusalCode.GrossExposureAboveLimit, ExposureRules.GrossExposureStaysWithinLimit),
        new(RefusalCode.NetExposureAboveLimit, ExposureRules.NetExposureStaysWithinLimit),
        new(RefusalCode.LeverageAboveLimit, ExposureRules.LeverageStaysWithinLimit),
        new(RefusalCode.MarginInsufficient, ExposureRules.MarginCovers),
        new(RefusalCode.VenueHoldingAboveMax, VenueLoadRules.HoldingStaysWithinMax),
        new(RefusalCode.OpenOrdersAboveLimit, ExposureRules.OpenOrdersStayWithinLimit),
        new(RefusalCode.VenueOpenOrdersAboveMax, VenueLoadRules.OpenOrdersStayWithinMax),
        new(RefusalCode.VenueConditionalOrdersAboveMax, VenueLoadRules.ConditionalOrdersStayWithinMax),
        new(RefusalCode.SelfMatch, ExposureRules.TradesWithNobodyOfOurs),
        new(RefusalCode.OrderRateAboveLimit, ExposureRules.OrderRateStaysWithinLimit),
        new(RefusalCode.OrderToTradeAboveLimit, OrderToTradeRules.RatioStaysWithinLimit),
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
            return RiskDecision.OfKnown(known, request, replaces);

        state.CountMessage(now.Monotonic);
        var check = new RiskCheck(state, request, replaces, gate, now);
        foreach (var step in Ladder)
            if (step.Holds(in check) is { } refusal)
                return RiskDecision.Refuse(in check, refusal);

        var record = check.ToRecord(isApproved: true);
        state.Reserve(in check);
        var approved = new ApprovedOrder(request, replaces, check.Reduces, now, record);
        return new RiskDecision(RiskVerdict.Approved, approved, null, record);
    }

    private readonly struct Step(RefusalCode code, Rule rule)
    {
        public RefusalCode Code { get; } = code;

        public Rule Holds { get; } = rule;
    }
}
