using System.Globalization;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using TradingActors.Simulation.Campaign;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.InProcess;

/// <summary>
/// The fault campaign over real sockets and real time, in part with a proxy that cuts and stalls the
/// connection. A few faults in every run; <c>TRADINGACTORS_SOCKET_FAULTS=56</c> asks for that many, and
/// the table is printed.
/// </summary>
public sealed class SocketFaultTests(ITestOutputHelper output)
{
    private const int Sample = 10;

    private const string Busy = """
        trading-actors.accounts.main {
          enabled-strategies = [quoter]
          strategies.quoter.settings {
            requote-interval = 100ms, requote-bps = 0.2, pause-after-refusal = 500ms
          }
        }
        trading-actors.connection.refused-delay = 5s
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly FaultScenario TcpCut = new("TCP reset", new FaultRule(FaultKind.Cut));
    private static readonly FaultScenario TcpStall = new("TCP stalled", new FaultRule(FaultKind.HalfOpen));

    [Fact]
    public async Task nothing_is_lost_or_doubled_over_real_sockets()
    {
        var asked = Environment.GetEnvironmentVariable("TRADINGACTORS_SOCKET_FAULTS");
        var count = asked is null ? Sample : int.Parse(asked, CultureInfo.InvariantCulture);
        TcpProxy? proxy = null;
        await using var engine = await EngineUnderTest.StartAsync(
            Busy, through: target => (proxy = new TcpProxy(target)).Address);
        await using var carried = proxy!;
        await engine.UntilAsync(CanTrade, "trading");

        var outcomes = new List<FaultOutcome>();
        foreach (var scenario in Scenarios(count))
            outcomes.Add(await InjectAsync(engine, carried, scenario));

        await engine.UntilAsync(
            a => CanTrade(a) && a.Working.All(
                o => o.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled),
            "the last doubt to end");
        await engine.StopAsync();
        await Task.Delay(500);
        var problems = WorldJudge.Compare(engine.Venue.Judge("main"), await engine.BlotterAsync());
        output.WriteLine(CampaignTable.Markdown(outcomes));
        output.WriteLine(string.Join('\n', problems));
        Assert.Equal("", string.Join('\n', problems));
    }

    /// <summary>
    /// The faults of the wire itself first, then as many rows of the campaign as are asked for.
    /// </summary>
    private static IEnumerable<FaultScenario> Scenarios(int count)
    {
        var stride = Math.Max(1, FaultScenario.All.Count / Math.Max(1, count - 2));
        yield return TcpCut;
        yield return TcpStall;
        for (var i = 0; i < count - 2; i++)
            yield return i % 11 == 10 ? TcpCut : FaultScenario.All[i * stride % FaultScenario.All.Count];
    }

    private static async Task<FaultOutcome> InjectAsync(
        EngineUnderTest engine, TcpProxy proxy, FaultScenario scenario)
    {
        await engine.UntilAsync(a => CanTrade(a) && a.Working.Count > 0, "an order in flight");
        var before = await engine.Venue.AskAsync((core, _) => core.FaultsStruck, CancellationToken.None);
        if (scenario == TcpCut)
            proxy.Cut();
        else if (scenario == TcpStall)
            proxy.Stall();
        else
        {
            await engine.Venue.AskAsync(
                (core, _) => core.ReplaceFaults([scenario.Rule]), CancellationToken.None);
            await WaitAsync(engine, core => core.FaultsStruck > before, $"{scenario.Name} to strike");
            await engine.Venue.AskAsync((core, _) => core.ReplaceFaults([]), CancellationToken.None);
        }

        var struckAt = TimeProvider.System.GetTimestamp();
        var inFlight = (await engine.BlotterAsync()).Working.Count;
        var taken = await engine.Venue.AskAsync((core, _) => core.OrdersTaken, CancellationToken.None);
        await WaitAsync(engine, core => core.OrdersTaken > taken, $"an order after {scenario.Name}");
        await engine.UntilAsync(CanTrade, $"trading after {scenario.Name}");
        return new FaultOutcome(
            scenario, 0, 1, inFlight, [], [], [], [TimeProvider.System.GetElapsedTime(struckAt)]);
    }

    private static bool CanTrade(AccountBlotter account) =>
        account is { Phase: DeskPhase.Trading, Mode: TradingMode.Active };

    private static async Task WaitAsync(EngineUnderTest engine, Func<VenueCore, bool> wanted, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await engine.Venue.AskAsync((core, _) => wanted(core), CancellationToken.None))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{what} did not happen within {Patience}");
            await Task.Delay(20);
        }
    }
}
