using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>What a test says of a decision, and the desks and orders that several tests begin with.</summary>
internal static class Verdicts
{
    public static RiskDesk Holding(decimal position)
    {
        var account = RiskDesk.Funded();
        if (position != 0m)
            account.Apply(new OpeningPositionTaken(RiskDesk.Btc, new Quantity(position), new Price(100m), DateTimeOffset.UnixEpoch));
        return new RiskDesk(RiskDesk.Settings, account);
    }

    public static OrderRequest Market(RiskDesk desk, Side side, decimal quantity) =>
        desk.Limit(side, quantity, 100m) with { Type = OrderType.Market, LimitPrice = null };

    /// <summary>A conditional order; with a limit price it is of the kind that becomes a limit order.</summary>
    public static OrderRequest Stop(
        RiskDesk desk, Side side, OrderType type, decimal stop, decimal? limit = null, decimal quantity = 1m) =>
        desk.Limit(side, quantity, 100m) with
        {
            Type = type,
            StopPrice = new Price(stop),
            LimitPrice = limit is { } price ? new Price(price) : null,
        };

    public static RiskDesk With(Instrument instrument, AccountState? account = null) =>
        new(account: account, instruments: [instrument]);

    public static void Approved(RiskDecision decision) => Assert.Null(decision.Refusal);

    public static Refusal Refused(RefusalCode code, RiskDecision decision)
    {
        Assert.NotNull(decision.Refusal);
        Assert.Equal(code, decision.Refusal.Code);
        Assert.Equal(RefusalCodes.Numbers(code) is not null, decision.Refusal.Limit is not null);
        Assert.Equal(RefusalCodes.Numbers(code) is not null, decision.Refusal.Actual is not null);
        return decision.Refusal;
    }

    public static void Numbers(RefusalCode code, decimal limit, decimal was, RiskDecision decision)
    {
        var refusal = Refused(code, decision);
        Assert.Equal((limit, was), (refusal.Limit, refusal.Actual));
    }

    public static void Judge(bool passes, RefusalCode code, RiskDecision decision)
    {
        if (passes)
            Approved(decision);
        else
            Refused(code, decision);
    }

    public static void Refused(Refusal expected, RiskDecision decision)
    {
        Assert.Equal(RiskVerdict.Refused, decision.Verdict);
        Assert.Equal(expected, decision.Refusal);
    }
}
