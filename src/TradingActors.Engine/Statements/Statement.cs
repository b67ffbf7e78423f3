using TradingActors.Domain;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Statements;

/// <summary>
/// One account's trading day, made from its journal alone. Once the day is over it is the same for ever:
/// what is journaled later belongs to later days, also where it happened earlier.
/// </summary>
/// <param name="Account">Whose.</param>
/// <param name="Day">The trading day, by the UTC date on which it began.</param>
/// <param name="From">Its first moment; null for the account's first day.</param>
/// <param name="Until">The first moment after it; null while it runs.</param>
/// <param name="LastSequence">The last event of the stream that was looked at.</param>
/// <param name="Balances">By asset.</param>
/// <param name="Positions">By instrument, of the account as a whole.</param>
/// <param name="Strategies">By instrument and strategy.</param>
/// <param name="Profits">By quote asset.</param>
/// <param name="Fees">All fees of the day, in the assets they were taken in.</param>
/// <param name="Fills">In the order of the journal.</param>
/// <param name="Cash">Transfers and adjustments.</param>
/// <param name="Proofs">What must hold of the above.</param>
public sealed record Statement(
    AccountId Account,
    DateOnly Day,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    long LastSequence,
    IReadOnlyList<BalanceRow> Balances,
    IReadOnlyList<PositionRow> Positions,
    IReadOnlyList<PositionRow> Strategies,
    IReadOnlyList<ProfitRow> Profits,
    AssetAmounts Fees,
    IReadOnlyList<FillRow> Fills,
    IReadOnlyList<CashRow> Cash,
    IReadOnlyList<ProofRow> Proofs)
{
    /// <summary>The day is over.</summary>
    public bool IsFinal => Until is not null;

    public bool IsProven => Proofs.All(proof => proof.Holds);

    /// <summary>
    /// The statement of a day, or of the latest that is over where none is named, or of the running one where
    /// none is over yet. Reads the stream twice, because what belongs to a day is known only from the ends of
    /// days, and never keeps it; what is written meanwhile is left out.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="read">The events of the account's stream from the first, at each call anew.</param>
    /// <param name="day">Null for the latest.</param>
    /// <param name="startsAt">When the day of an account whose first is not over yet begins.</param>
    /// <param name="why">What is wrong where there is no statement.</param>
    public static Statement? Make(
        AccountId account,
        Func<IEnumerable<(long SequenceNumber, object Event)>> read,
        DateOnly? day,
        TimeSpan startsAt,
        out string why)
    {
        var days = new DayIndex(startsAt);
        foreach (var (sequenceNumber, on) in read())
            days.Add(sequenceNumber, on);
        if (days.Problem(day) is { } problem)
        {
            why = problem;
            return null;
        }

        why = "";
        var fold = new StatementFold(account, days, day ?? days.Latest);
        foreach (var (sequenceNumber, on) in read().TakeWhile(e => e.SequenceNumber <= days.LastSequence))
            fold.Apply(sequenceNumber, on);
        return fold.ToStatement();
    }
}
