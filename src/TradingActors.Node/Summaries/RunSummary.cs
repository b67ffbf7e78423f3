using System.Text.Json.Serialization;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Control;

namespace TradingActors.Node.Summaries;

/// <summary>
/// What a run came to. Order counters are this run's; balances, positions and the comparison are of the whole
/// journal against the venue's whole ledger. <paramref name="LedgerMatches"/> is null when a ledger could
/// not be read, which is a problem, or is not shown, as an exchange shows none.
/// </summary>
public sealed record RunSummary(
    string EndedBy,
    DateTimeOffset StartedAt,
    double DurationSeconds,
    TradingMode ModeAtEnd,
    long MarketMessages,
    CountersView Orders,
    IReadOnlyList<AccountSummary> Accounts,
    IReadOnlyList<LatencyView> Latencies,
    bool? LedgerMatches,
    IReadOnlyList<LedgerDifference> Differences,
    IReadOnlyList<string> Problems)
{
    /// <summary>Nothing differs and nothing went wrong on the way.</summary>
    [JsonIgnore]
    public bool IsGood =>
        (LedgerMatches == true || (LedgerMatches is null && !HasLedger)) && Problems.Count == 0;

    /// <summary>False where every account trades at an exchange, which shows no ledger.</summary>
    [JsonIgnore]
    public bool HasLedger { get; init; } = true;
}

/// <summary>
/// One account at the end; what still works at the venue is in <paramref name="Residual"/>.
/// </summary>
public sealed record AccountSummary(
    string Account,
    CountersView Orders,
    IReadOnlyList<OrderView> Residual,
    IReadOnlyList<PositionComparison> Positions,
    IReadOnlyList<BalanceComparison> Balances,
    long FillsByEngine,
    long? FillsByVenue,
    decimal RealizedPnl,
    decimal? UnrealizedPnl,
    decimal? TotalPnl);

/// <summary>Net bought since the engine took over; null where nobody could say.</summary>
public sealed record PositionComparison(string Symbol, decimal? Engine, decimal? Venue);

public sealed record BalanceComparison(string Asset, decimal? Engine, decimal? Venue);
