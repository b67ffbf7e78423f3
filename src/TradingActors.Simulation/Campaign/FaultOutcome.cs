namespace TradingActors.Simulation.Campaign;

/// <summary>
/// What became of one scenario's injections, by the venue's ledger. <paramref name="InFlight"/> counts
/// the orders that worked or were under way when the faults struck; <paramref name="TradingAgain"/> has,
/// for each fault, the time from the strike to the next order that the venue took from an account that
/// may trade.
/// </summary>
public sealed record FaultOutcome(
    FaultScenario Scenario,
    ulong Seed,
    int Injections,
    int InFlight,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Doubled,
    IReadOnlyList<string> Stuck,
    IReadOnlyList<TimeSpan> TradingAgain)
{
    public bool IsSound => Lost.Count == 0 && Doubled.Count == 0 && Stuck.Count == 0;

    public TimeSpan Median => TradingAgain.Count == 0
        ? TimeSpan.Zero
        : TradingAgain.Order().ElementAt(TradingAgain.Count / 2);

    public TimeSpan Longest => TradingAgain.Count == 0 ? TimeSpan.Zero : TradingAgain.Max();
}
