using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// What a desk has by now of what it needs to trade. <paramref name="WithoutQuote"/> are the configured
/// symbols that the venue lists as trading and that have shown no fresh, sound quote since the climb began.
/// </summary>
public sealed record DeskFacts(bool IsConnected, bool IsReconciled, IReadOnlyList<Symbol> WithoutQuote);

/// <summary>
/// How far a desk has come. <paramref name="Missing"/> says what the next step waits for; empty at the top.
/// </summary>
public readonly record struct DeskStep(DeskPhase Phase, string Missing);

/// <summary>
/// The climb after a start, a reconnect and a resume, as a table: a desk stands on the first step whose
/// condition is not met, and lets through what that step's mode allows. The holds may allow less, never more.
/// </summary>
public static class DeskRules
{
    private static readonly (DeskPhase Phase, Func<DeskFacts, string> Missing)[] Steps =
    [
        (DeskPhase.Connecting, f => f.IsConnected ? "" : "there is no venue session"),
        (DeskPhase.Reconciling, f => f.IsReconciled ? "" : "not reconciled with the venue yet"),
        (DeskPhase.AwaitingQuotes, f => f.WithoutQuote.Count == 0
            ? ""
            : $"no fresh, sound quote yet of {string.Join(", ", f.WithoutQuote.Take(10))}"),
    ];

    public static DeskStep Stand(DeskFacts facts)
    {
        foreach (var (phase, missing) in Steps)
            if (missing(facts) is { Length: > 0 } what)
                return new DeskStep(phase, what);
        return new DeskStep(DeskPhase.Trading, "");
    }

    /// <summary>What a desk lets through in the phase.</summary>
    public static TradingMode ModeOf(DeskPhase phase) => phase switch
    {
        DeskPhase.Trading => TradingMode.Active,
        DeskPhase.AwaitingQuotes => TradingMode.ReduceOnly,
        DeskPhase.Connecting or DeskPhase.Reconciling => TradingMode.CancelOnly,
        _ => TradingMode.Halted,
    };

    /// <summary>
    /// True on the steps of the climb and at its top: the desk is whole, and may fall back.
    /// </summary>
    public static bool IsOpen(DeskPhase phase) =>
        phase is DeskPhase.Connecting or DeskPhase.Reconciling or DeskPhase.AwaitingQuotes
            or DeskPhase.Trading;

    /// <summary>
    /// What is left of the symbols once those are taken away whose quote is sound and not older than its
    /// instrument's limit. A symbol without a limit is refused by risk anyway, and waits for nothing.
    /// </summary>
    public static IReadOnlyList<Symbol> StillWithoutQuote(
        IReadOnlyList<Symbol> symbols,
        IReadOnlyList<Quote> latest,
        Func<Symbol, TimeSpan?> ageMax,
        Instant now)
    {
        var left = new List<Symbol>();
        foreach (var symbol in symbols)
            if (ageMax(symbol) is { } max && !HasFresh(latest, symbol, max, now))
                left.Add(symbol);
        return left;
    }

    private static bool HasFresh(IReadOnlyList<Quote> latest, Symbol symbol, TimeSpan ageMax, Instant now)
    {
        foreach (var quote in latest)
            if (quote.Symbol == symbol && quote.IsSound && now.Since(quote.ReceivedAt) <= ageMax)
                return true;
        return false;
    }
}
