using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What an order of a flatten must pass instead of <see cref="RiskRules"/>: the rules that protect the exit
/// itself, a line a rule, in the same precedence. Whatever could hold up somebody who has to get out is left
/// out: mode, limits of size and exposure, open orders, rates, duplicates, loss. What stays is that the order
/// is one that the venue takes, that its price is within the exit's own collar around a fresh quote, that it
/// reduces by true arithmetic with every other reducer filled, and that its funds are there. The venue's
/// price bands are left to the venue: it alone knows its average.
/// </summary>
internal static class ExitLadder
{
    private static readonly Step[] Ladder =
    [
        new(RefusalCode.AccountNotReady, ExitOrderRules.PositionIsKnown),
        new(RefusalCode.InstrumentUnknown, ExitOrderRules.InstrumentIsKnown),
        new(RefusalCode.InstrumentNotTrading, Shared(AccessRules.InstrumentTrades)),
        new(RefusalCode.TermsInvalid, ExitOrderRules.FillsAtOnceOrExpires),
        new(RefusalCode.OrderTypeNotTaken, Shared(OrderShapeRules.TypeIsTaken)),
        new(RefusalCode.QuantityOffLot, Shared(QuantityRules.IsOnLot)),
        new(RefusalCode.QuantityBelowMin, ExitOrderRules.QuantityIsLargeEnough),
        new(RefusalCode.QuantityAboveMax, ExitOrderRules.QuantityIsSmallEnough),
        new(RefusalCode.PriceOffTick, Shared(PriceRules.IsOnTick)),
        new(RefusalCode.PriceOutOfBounds, Shared(PriceRules.IsWithinBounds)),
        new(RefusalCode.ReferencePriceMissing, ExitOrderRules.QuoteIsKnown),
        new(RefusalCode.ReferencePriceStale, ExitOrderRules.QuoteIsFresh),
        new(RefusalCode.ReferencePriceUnsound, Shared(PriceRules.ReferenceIsSound)),
        new(RefusalCode.PriceOutsideCollar, ExitOrderRules.PriceIsWithinCollar),
        new(RefusalCode.NotionalBelowMin, ExitOrderRules.NotionalIsLargeEnough),
        new(RefusalCode.NotionalAboveMax, ExitOrderRules.NotionalIsSmallEnough),
        new(RefusalCode.NotReducing, Shared(ExposureRules.ReducesWhenItMust)),
        new(RefusalCode.BalanceInsufficient, Shared(ExposureRules.BalanceCovers)),
    ];

    private delegate Refusal? Rule(in RiskCheck check);

    private delegate Refusal? ExitRule(in RiskCheck check, ExitSettings exits);

    /// <summary>The codes of the ladder, in its order.</summary>
    public static IEnumerable<RefusalCode> Precedence => Ladder.Select(step => step.Code);

    /// <summary>
    /// Decides and, when every rule passes, reserves in the same step. An order that does not say that it
    /// only reduces is taken as one that does.
    /// </summary>
    public static RiskDecision Decide(
        RiskState state, PlaceExit exit, ExitSettings settings, AccountGate gate, Instant now)
    {
        var request = exit.Request with { ReduceOnly = true };
        if (state.Find(request.ClientOrderId) is { } known)
            return RiskDecision.OfKnown(known, request, replaces: null);

        var check = new RiskCheck(state, request, null, gate, now);
        foreach (var step in Ladder)
            if (step.Holds(in check, settings) is { } refusal)
                return RiskDecision.Refuse(in check, refusal);

        var record = check.ToRecord(isApproved: true);
        state.Reserve(in check, isExit: true);
        var approved = new ApprovedOrder(request, null, check.Reduces, now, record)
        {
            Pass = new ExitPass(exit.FlattenId),
        };
        return new RiskDecision(RiskVerdict.Approved, approved, null, record);
    }

    private static ExitRule Shared(Rule rule) => (in RiskCheck check, ExitSettings _) => rule(in check);

    private readonly struct Step(RefusalCode code, ExitRule rule)
    {
        public RefusalCode Code { get; } = code;

        public ExitRule Holds { get; } = rule;
    }
}
