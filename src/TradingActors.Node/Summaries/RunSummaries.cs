using TradingActors.Node.Control;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Summaries;

/// <summary>
/// One account's three sources at the end: what the node saw, what it journaled, and what the venue kept.
/// </summary>
public sealed record AccountEvidence(
    AccountView View, IReadOnlyList<OrderView> Residual, AccountBooks? Books, LedgerReport? Ledger)
{
    /// <summary>False at an exchange: nobody but it keeps what happened there.</summary>
    public bool HasLedger { get; init; } = true;
}

/// <summary>Puts a run's evidence together.</summary>
public static class RunSummaries
{
    public static RunSummary Make(
        string endedBy,
        DateTimeOffset startedAt,
        TimeSpan duration,
        NodeView last,
        IReadOnlyList<AccountEvidence> evidence,
        IReadOnlyList<string> problems)
    {
        LedgerDifference[] differences =
        [
            .. evidence
                .Where(e => e is { Books: not null, Ledger: not null })
                .SelectMany(e => LedgerComparison.Compare(e.Books!, e.Ledger!)),
        ];
        bool? matches = differences.Length > 0 ? false
            : evidence.Count > 0 && evidence.All(e => e is { Books: not null, Ledger: not null }) ? true
            : null;
        return new RunSummary(
            endedBy,
            startedAt,
            Math.Round(duration.TotalSeconds, 3),
            last.Mode,
            last.Links.Sum(l => l.Messages),
            Sum([.. evidence.Select(e => e.View.Counters)]),
            [.. evidence.Select(Account)],
            last.Latencies,
            matches,
            differences,
            problems)
        {
            HasLedger = evidence.Count == 0 || evidence.Any(e => e.HasLedger),
        };
    }

    private static AccountSummary Account(AccountEvidence e) => new(
        e.View.Account,
        e.View.Counters,
        e.Residual,
        Positions(e),
        Balances(e),
        e.Books?.Fills.Count ?? e.View.Counters.Fills,
        e.Ledger?.Fills.Count,
        e.View.RealizedPnl,
        e.View.UnrealizedPnl,
        e.View.TotalPnl);

    private static IReadOnlyList<PositionComparison> Positions(AccountEvidence e)
    {
        var engine = e.Books is { } own
            ? LedgerComparison.Net(own.Fills.Values.Select(f => (f.Symbol, f.Side, f.Quantity)))
            : null;
        var venue = e is { Books: { } books, Ledger: { } ledger }
            ? LedgerComparison.Net(
                LedgerComparison.SinceTakeover(books, ledger).Select(f => (f.Symbol, f.Side, f.Quantity)))
            : null;
        return
        [
            .. Names(engine?.Keys, venue?.Keys)
                .Select(s =>
                    new PositionComparison(s, engine?.GetValueOrDefault(s), venue?.GetValueOrDefault(s))),
        ];
    }

    private static IReadOnlyList<BalanceComparison> Balances(AccountEvidence e)
    {
        var engine = e.Books is { HasOpened: true } books ? books.Balances : null;
        var venue = e.Ledger?.Balances.ToDictionary(b => b.Asset, b => b.Total);
        return
        [
            .. Names(engine?.Keys, venue?.Keys)
                .Select(a =>
                    new BalanceComparison(a, engine?.GetValueOrDefault(a), venue?.GetValueOrDefault(a))),
        ];
    }

    private static IEnumerable<string> Names(IEnumerable<string>? engine, IEnumerable<string>? venue) =>
        (engine ?? []).Union(venue ?? []).Order(StringComparer.Ordinal);

    private static CountersView Sum(IReadOnlyList<CountersView> all) => new(
        all.Sum(c => c.Sent),
        all.Sum(c => c.Accepted),
        all.Sum(c => c.RefusedByRisk),
        Merge(all.Select(c => c.RefusedByReason)),
        all.Sum(c => c.RejectedByVenue),
        Merge(all.Select(c => c.RejectedByCode)),
        all.Sum(c => c.NotSent),
        all.Sum(c => c.Filled),
        all.Sum(c => c.Canceled),
        all.Sum(c => c.Expired),
        all.Sum(c => c.Unknown),
        all.Sum(c => c.Replacements),
        all.Sum(c => c.AdoptedExternal),
        all.Sum(c => c.Fills));

    private static SortedDictionary<string, long> Merge(IEnumerable<IReadOnlyDictionary<string, long>> counts)
    {
        var merged = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, count) in counts.SelectMany(c => c))
            merged[code] = merged.GetValueOrDefault(code) + count;
        return merged;
    }
}
