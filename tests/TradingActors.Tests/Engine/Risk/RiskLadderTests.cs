using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Risk;
using Xunit;
using static TradingActors.Tests.Engine.Risk.Verdicts;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>The ladder itself: its order, its first answer, and ids that are known already.</summary>
public sealed class RiskLadderTests
{
    [Fact]
    public void the_ladder_runs_in_the_precedence_of_the_codes_and_leaves_none_out()
    {
        var codes = RiskRules.Precedence.ToArray();
        Assert.Equal(codes.Order(), codes);
        Assert.Equal(
            Enum.GetValues<RefusalCode>().Except([RefusalCode.ClientOrderIdReused, RefusalCode.JournalUnavailable]),
            codes);
    }

    [Fact]
    public void approves_an_order_that_passes_every_rule()
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 1m, 100m);
        var decision = desk.Decide(request);
        Assert.Equal(RiskVerdict.Approved, decision.Verdict);
        Assert.Same(request, decision.Approved!.Request);
        Assert.False(decision.Approved.Reduces);
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
        Assert.Equal(1, desk.Exposure().OpenOrders);
    }

    [Fact]
    [Trait("Control", "C07")]
    public void repeats_the_answer_for_the_same_id_and_content_without_reserving_twice()
    {
        var desk = new RiskDesk();
        desk.Place(Side.Buy, 1m, 100m, "a");
        Assert.Equal(RiskVerdict.Repeated, desk.Place(Side.Buy, 1m, 100m, "a").Verdict);
        Assert.Equal(1m, desk.Exposure().ReservedBuy.Value);
    }

    [Fact]
    [Trait("Control", "C07")]
    public void names_the_field_that_differs_under_a_used_id()
    {
        var desk = new RiskDesk();
        desk.Place(Side.Buy, 1m, 100m, "a");
        var decision = desk.Place(Side.Buy, 2m, 100m, "a");
        Assert.Equal(RiskVerdict.IdReused, decision.Verdict);
        Assert.Equal(new Refusal(RefusalCode.ClientOrderIdReused, Detail: "Quantity"), decision.Refusal);
    }

    [Fact]
    [Trait("Control", "C07")]
    public void remembers_the_id_of_a_refused_order()
    {
        var desk = new RiskDesk();
        Assert.Equal(RiskVerdict.Refused, desk.Place(Side.Buy, 99m, 100m, "a").Verdict);
        Assert.Equal(RiskVerdict.Repeated, desk.Place(Side.Buy, 99m, 100m, "a").Verdict);
        Assert.Equal(RiskVerdict.IdReused, desk.Place(Side.Buy, 1m, 100m, "a").Verdict);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void of_two_broken_rules_the_earlier_one_answers(RefusalCode earlier, RefusalCode later)
    {
        var desk = new RiskDesk();
        var request = desk.Limit(Side.Buy, 1m, 100m);
        foreach (var code in new[] { later, earlier })
            request = Break(code, desk, request);
        Refused(earlier, desk.Decide(request));
    }

    public static TheoryData<RefusalCode, RefusalCode> Codes()
    {
        RefusalCode[] codes =
        [
            RefusalCode.ModeForbids, RefusalCode.InstrumentNotTrading, RefusalCode.TermsInvalid,
            RefusalCode.QuantityAboveMax, RefusalCode.ReferencePriceStale, RefusalCode.NotReducing,
        ];
        var data = new TheoryData<RefusalCode, RefusalCode>();
        for (var i = 0; i < codes.Length; i++)
            for (var j = i + 1; j < codes.Length; j++)
                data.Add(codes[i], codes[j]);
        return data;
    }

    private static OrderRequest Break(RefusalCode code, RiskDesk desk, OrderRequest request)
    {
        switch (code)
        {
            case RefusalCode.ModeForbids:
                desk.SetMode(TradingMode.CancelOnly);
                return request;
            case RefusalCode.InstrumentNotTrading:
                desk.State.Apply(new InstrumentsKnown(
                    [RiskDesk.InstrumentOf(RiskDesk.Btc) with { Status = InstrumentStatus.Halted }]));
                return request;
            case RefusalCode.TermsInvalid:
                return request with { Type = OrderType.PostOnly, TimeInForce = TimeInForce.Fok };
            case RefusalCode.QuantityAboveMax:
                return request with { Quantity = new Quantity(6m) };
            case RefusalCode.ReferencePriceStale:
                desk.Advance(TimeSpan.FromSeconds(6));
                return request;
            default:
                return request with { ReduceOnly = true };
        }
    }
}
