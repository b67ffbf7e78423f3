using TradingActors.Engine.Audit;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>
/// Every order that the venue took was approved here, as it is, by somebody who can be named.
/// </summary>
[Trait("Control", "C01")]
[Trait("Control", "C11")]
public sealed class AttributionTests(ITestOutputHelper output)
{
    private static readonly SimulatedNetworkSettings Breaking = SimulatedNetworkSettings.Calm with
    {
        DelayMax = TimeSpan.FromMilliseconds(80),
        BreakEvery = TimeSpan.FromSeconds(15),
        PendingShare = 0.1,
    };

    [Theory]
    [InlineData(71)]
    [InlineData(72)]
    [InlineData(73)]
    public void every_order_at_the_venue_is_one_approval_and_has_an_owner(ulong seed)
    {
        using var world = Worlds.Make(seed, Breaking, Worlds.Busy);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(40));
        world.Crash();
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(40));
        world.StopAndJudge(seed);

        var stream = world.Engine!.Journal(world.Journals, Worlds.Account)
            .Select((on, i) => (i + 1L, on)).ToArray();
        var intents = stream.Select(e => e.on).OfType<IntentRecorded>().ToLookup(i => i.VenueId.Value);
        var sizes = stream.Select(e => e.on).OfType<ReplacementSized>()
            .ToLookup(s => s.VenueId.Value, s => s.Carried.Value);
        var orders = world.Venue.Judge("main").Orders.Where(o => o.AcceptCount > 0).ToArray();
        output.WriteLine($"{orders.Length} orders, {stream.Length} events");
        Assert.True(orders.Length > 20, $"seed {seed}: only {orders.Length} orders");

        var stories = new OrderStories(Worlds.Account, () => stream, []);
        foreach (var order in orders)
        {
            var intent = Assert.Single(intents[order.ClientOrderId]);
            var request = intent.Request;
            var carried = sizes[order.ClientOrderId].LastOrDefault(intent.Carried.Value);
            Assert.Equal(
                (request.Symbol.Value, request.Side, request.Quantity.Value - carried,
                    request.LimitPrice?.Value ?? 0m, 1),
                (order.Symbol, order.Side, order.Quantity, order.Price, order.AcceptCount));

            var story = stories.Find(order.ClientOrderId)!;
            Assert.True(OrderIds.TryParse(intent.VenueId, Worlds.Account, out var epoch));
            Assert.Equal((epoch, $"life-{epoch}", "simulation"),
                (story.Owner.Epoch, story.Owner.Holder, story.Owner.Build));
            Assert.NotEqual("", story.Strategy);
            Assert.NotEmpty(story.Decision.Saw);
            Assert.Equal((StoryVerdict.Approved, order.OrderId.ToString()),
                (story.Decision.Verdict, story.VenueOrderId));
        }
    }
}
