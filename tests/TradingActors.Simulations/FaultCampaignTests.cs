using Akka.Configuration;
using TradingActors.Simulation.Campaign;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>
/// A sample of the fault campaign; the whole one is a command of the node.
/// </summary>
public sealed class FaultCampaignTests(ITestOutputHelper output)
{
    public static TheoryData<int> Scenarios => [.. Enumerable.Range(0, FaultScenario.All.Count)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void nothing_is_lost_or_doubled_and_trading_goes_on(int scenario)
    {
        var outcome = Campaign(7).Run(scenario, injections: 4);

        output.WriteLine($"{outcome.Scenario.Name}: {outcome.InFlight} in flight, {outcome.Longest} at most");
        Assert.Equal(4, outcome.Injections);
        Assert.Equal("", string.Join('\n', outcome.Lost.Concat(outcome.Doubled).Concat(outcome.Stuck)));
    }

    [Fact]
    public void the_same_seed_gives_the_same_row()
    {
        Assert.Equal(Row(3), Row(3));
        Assert.NotEqual(Row(3), Row(4));

        static string Row(ulong seed) => CampaignTable.Markdown([Campaign(seed).Run(1, injections: 3)]);
    }

    private static FaultCampaign Campaign(ulong seed) => new(
        ConfigurationFactory.ParseString(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "trading.conf"))),
        seed);
}
