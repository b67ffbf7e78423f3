using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Audit;

[Trait("Control", "C11")]
[Trait("Control", "C23")]
public sealed class OrderStoriesTests
{
    private static readonly VenueClientId Sent = new("v-a1");

    internal static readonly DecisionRecord Saw = new(4, TradingMode.Active, new Price(61_837.63m),
        new Quantity(0.5m), new Quantity(0.25m), default, 3, new Notional(46_378.2225m),
        new Notional(77_297.0375m), new Notional(46_378.2225m), new Notional(77_297.0375m),
        new Notional(-12.5m));

    [Fact]
    public void an_approved_order_is_told_with_who_what_and_on_which_numbers()
    {
        var story = Tell("a1",
            new OwnershipTaken(3, "node-a:7", Some.Time, "0.1.0+abc"),
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time, Saw),
            new OrderAccepted(Sent, new VenueOrderId("77"), Some.Time),
            Some.Fill(Some.Order(), 5, 1m))!;

        Assert.Equal(("main", "s", new StoryOwner(3, "node-a:7", "0.1.0+abc")),
            (story.Account, story.Strategy, story.Owner));
        Assert.Equal("Buy 1 BTCUSDT Limit Gtc at 100", story.Asked.Text);
        Assert.Equal(StoryVerdict.Approved, story.Decision.Verdict);
        Assert.Equal(("4", "Active", "61837.63"), (story.Decision.Saw["limits version"],
            story.Decision.Saw["mode"], story.Decision.Saw["reference"]));
        Assert.Equal(typeof(DecisionRecord).GetProperties().Length, story.Decision.Saw.Count);
        Assert.Equal(("77", OrderStatus.Filled), (story.VenueOrderId, story.Status));
        Assert.Equal(
            [
                (2L, null, OrderStatus.New), (3L, OrderStatus.New, OrderStatus.Accepted),
                (4L, OrderStatus.Accepted, OrderStatus.Filled),
            ],
            story.Events.Select(e => (e.Sequence, e.Before, e.After!.Value)));
        Assert.Equal("filled 1 at 100, fee 0 USDT, maker, trade 5", story.Events[^1].Text);
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("v-a1")]
    [InlineData("77")]
    public void it_is_found_under_each_of_its_ids(string id) =>
        Assert.Equal("a1", Tell(id,
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time),
            new OrderAccepted(Sent, new VenueOrderId("77"), Some.Time))!.ClientOrderId);

    [Fact]
    public void a_refused_order_is_told_with_its_limit_and_what_it_was()
    {
        var story = Tell("a1", new IntentRefused(Some.Request(),
            new Refusal(RefusalCode.NotionalAboveMax, 50m, 100m, "BTCUSDT"), Some.Time, Saw))!;

        var decision = story.Decision;
        Assert.Equal((StoryVerdict.Refused, "NOTIONAL_ABOVE_MAX", 50m, 100m, "largest notional", "notional"),
            (decision.Verdict, decision.Code, decision.Limit, decision.Actual, decision.LimitIs,
                decision.ActualIs));
        Assert.Null(story.Status);
        Assert.Equal(
            "refused: NOTIONAL_ABOVE_MAX limit=50 was=100 (BTCUSDT)", Assert.Single(story.Events).Text);
    }

    [Fact]
    public void a_persons_word_and_the_venues_that_came_after_all_are_both_told()
    {
        var story = Tell("a1",
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time),
            new OrderBecameUnknown(Sent, "timeout", Some.Time),
            new OrderResolved(Sent, OrderStatus.RejectedByVenue, "asked them", "ann", Some.Time),
            new OrderAccepted(Sent, new VenueOrderId("77"), Some.Time))!;

        Assert.Equal("ann decided that it is RejectedByVenue: asked them", story.Events[2].Text);
        Assert.Equal(OrderStatus.Accepted, story.Status);
    }

    [Fact]
    public void an_order_from_outside_is_told_as_not_ours()
    {
        var story = Tell("77", new ExternalOrderAdopted(
            new VenueClientId("web"), new VenueOrderId("77"), Some.Request("external-BTCUSDT-77"), default,
            Some.Time))!;

        Assert.Equal((StoryVerdict.Adopted, OrderStatus.Accepted), (story.Decision.Verdict, story.Status));
    }

    [Fact]
    public void the_holds_in_force_at_the_decision_are_told_and_no_others()
    {
        var story = Tell("a1",
            [
                Raised(Scope.Everything, Some.Time), Raised(Scope.Account(new AccountId("other")), Some.Time),
                Raised(Scope.Strategy(Some.Account, new StrategyId("s")), Some.Time),
                Raised(Scope.Instrument(Some.Venue, new Symbol("ETHUSDT")), Some.Time),
                Raised(Scope.Account(Some.Account), Some.Time.AddSeconds(1)),
            ],
            new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time))!;

        Assert.Equal(["all", "strategy:main/s"], story.Holds.Select(h => h.Scope));
        Assert.Equal(4, story.EmergencyVersion);
    }

    [Fact]
    public void what_no_stream_holds_has_no_story() => Assert.Null(Tell("b1",
        new IntentRecorded(Sent, 1, Some.Request(), null, default, Some.Time)));

    private static HoldRaised Raised(Scope scope, DateTimeOffset at) => new(
        new Hold(HoldCause.Operator, scope, TradingMode.Halted, "test", "ann", at, $"{scope}"), at);

    private static OrderStory? Tell(string id, params IReadOnlyList<AccountEvent> events) =>
        Tell(id, [], events);

    private static OrderStory? Tell(
        string id, IReadOnlyList<EmergencyEvent> emergency, params IReadOnlyList<AccountEvent> events) =>
        new OrderStories(Some.Account, () => Numbered(events), Numbered(emergency)).Find(id);

    internal static IEnumerable<(long, object)> Numbered(IEnumerable<object> events) =>
        events.Select((on, i) => (i + 1L, on));
}
