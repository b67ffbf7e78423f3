using System.Net;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Journal;
using TradingActors.Node.Control;
using TradingActors.Tests.Engine;
using TradingActors.Tests.Engine.Audit;
using Xunit;

namespace TradingActors.Tests.Node.Control;

[Trait("Control", "C11")]
public sealed class AuditApiTests : ControlApiTestBase
{
    [Fact]
    public async Task a_running_node_tells_the_story_of_an_order()
    {
        var intent = new IntentRecorded(
            new VenueClientId("v-a1"), 1, Some.Request(), null, default, Some.Time, OrderStoriesTests.Saw);
        Fake.Story = new OrderStories(
            Some.Account, () => OrderStoriesTests.Numbered([intent]), []).Find("a1");

        var text = await Http.GetStringAsync("/engine/v1/audit/orders/a1?account=main");

        var story = JsonSerializer.Deserialize<OrderStory>(text, ControlJson.Options)!;
        Assert.Equal(("a1", "s", StoryVerdict.Approved),
            (story.ClientOrderId, story.Strategy, story.Decision.Verdict));
        Assert.Equal("4", story.Decision.Saw["limits version"]);
    }

    [Fact]
    public async Task an_order_that_no_journal_has_is_not_found() => Assert.Equal(
        HttpStatusCode.NotFound, (await Http.GetAsync("/engine/v1/audit/orders/b1")).StatusCode);
}
