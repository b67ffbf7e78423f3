using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

public sealed class ResolveRulesTests
{
    private static readonly Asset Usdt = new("USDT");

    [Theory]
    [InlineData(ResolvedOutcome.NeverArrived, OrderStatus.RejectedByVenue)]
    [InlineData(ResolvedOutcome.Canceled, OrderStatus.Canceled)]
    [InlineData(ResolvedOutcome.Expired, OrderStatus.Expired)]
    public void an_order_in_doubt_ends_as_the_person_says(ResolvedOutcome outcome, OrderStatus to)
    {
        var (resolved, refusal) = Decide(Some.Order(status: OrderStatus.Unknown), outcome);

        Assert.Null(refusal);
        Assert.Equal(new OrderResolved(new VenueClientId("v-a1"), to, "asked the venue", "ann", Some.Time),
            resolved);
    }

    [Fact]
    public void no_other_order_takes_a_persons_word()
    {
        foreach (var status in Enum.GetValues<OrderStatus>())
            if (status != OrderStatus.Unknown)
                Assert.Equal(ResolveCodes.OrderNotUnknown, CodeOf(Some.Order(status: status)));
    }

    [Fact]
    public void the_first_that_is_wrong_is_named()
    {
        var unknown = Some.Order(status: OrderStatus.Unknown);

        Assert.Equal(ResolveCodes.ReasonMissing, CodeOf(null, reason: " ", principal: ""));
        Assert.Equal(ResolveCodes.PrincipalMissing, CodeOf(null, principal: " "));
        Assert.Equal(ResolveCodes.OrderNotFound, CodeOf(null));
        Assert.Equal(ResolveCodes.VenueHasAnswered, CodeOf(unknown, hasEnd: true));
    }

    [Fact]
    public void what_the_venue_has_had_cannot_have_never_arrived()
    {
        var unknown = Some.Order(status: OrderStatus.Unknown);
        var numbered = unknown with { VenueOrderId = new VenueOrderId("77") };
        var filled = unknown with { FilledQuantity = new Quantity(0.1m) };

        Assert.Equal(ResolveCodes.VenueHadIt, CodeOf(numbered));
        Assert.Equal(ResolveCodes.VenueHadIt, CodeOf(filled));
        Assert.Null(CodeOf(numbered, outcome: ResolvedOutcome.Canceled));
        Assert.Null(CodeOf(filled, outcome: ResolvedOutcome.Expired));
    }

    [Fact]
    public void a_balance_takes_exactly_the_difference_that_stands()
    {
        BalanceDifference[] standing = [new(Usdt, 100m, 110.5m)];

        Assert.Null(CodeOf(Mismatch(10.5m), standing));
        Assert.Equal(ResolveCodes.AnotherDifference, CodeOf(Mismatch(10m), standing));
        Assert.Equal(ResolveCodes.AnotherDifference, CodeOf(Mismatch(-10.5m), standing));
        Assert.Equal(ResolveCodes.NoDifference, CodeOf(Mismatch(10.5m), []));
        Assert.Equal(ResolveCodes.ResolveUnderWay, CodeOf(Mismatch(10.5m), standing, isUnderWay: true));
        Assert.Equal(ResolveCodes.ReasonMissing,
            CodeOf(Mismatch(10.5m) with { Reason = "" }, standing, isUnderWay: true));
    }

    private static string? CodeOf(
        ResolveMismatch resolve, IReadOnlyList<BalanceDifference> standing, bool isUnderWay = false) =>
        ResolveRules.Refusal(resolve, standing, isUnderWay)?.Code;

    private static ResolveMismatch Mismatch(decimal change) => new(Usdt, change, "a deposit", "ann");

    private static string? CodeOf(OrderState? order, ResolvedOutcome outcome = ResolvedOutcome.NeverArrived,
        bool hasEnd = false, string reason = "asked the venue", string principal = "ann") =>
        ResolveRules.Decide(new ResolveOrder(new ClientOrderId("a1"), outcome, reason, principal), order,
            hasEnd, Some.Time).Refusal?.Code;

    private static (OrderResolved? Event, ResolveRefused? Refusal) Decide(
        OrderState order, ResolvedOutcome outcome) =>
        ResolveRules.Decide(new ResolveOrder(new ClientOrderId("a1"), outcome, "asked the venue", "ann"),
            order, false, Some.Time);
}
