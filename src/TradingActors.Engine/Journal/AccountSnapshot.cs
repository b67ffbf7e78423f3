using System.Text.Json.Serialization;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <summary>
/// An <see cref="AccountState"/> as data, so that recovery need not replay the whole stream. <paramref
/// name="Positions"/> and <paramref name="StrategyPositions"/> are the positions now, for who wants no more;
/// <paramref name="Books"/> what an execution that comes late still needs. <paramref name="LastDay"/> is the
/// last trading day that is over.
/// </summary>
public sealed record AccountSnapshot(
    long Epoch,
    long LastSequence,
    bool HasOpeningBalances,
    IReadOnlyList<OrderState> Working,
    IReadOnlyList<OrderState> Finished,
    IReadOnlyList<IntentRefused> Refused,
    IReadOnlyList<OpeningBalance> Balances,
    IReadOnlyList<PositionState> Positions,
    IReadOnlyList<TradesCounted> Trades,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<LimitChanged>? LimitChanges = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    long LimitsVersion = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    PnlMarked? PnlMarked = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<StrategyPosition>? StrategyPositions = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<PositionBookRecord>? Books = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateTimeOffset? OpenedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateOnly? LastDay = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<SymbolActivity>? Activity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<FlattenRequested>? Flattens = null) : IJournaled
{
    /// <summary>
    /// Each strategy's positions; in a snapshot from before they were told apart, all are nobody's.
    /// </summary>
    public IReadOnlyList<StrategyPosition> PositionsByStrategy() =>
        StrategyPositions ?? [.. Positions.Select(p => new StrategyPosition(StrategyId.None, p))];
}

/// <summary>
/// The executions of one symbol that are counted: everything up to the floor, and <see
/// cref="TradeWindow.Keys"/>.
/// </summary>
public sealed record TradesCounted(Symbol Symbol, long Floor, IReadOnlyList<long> Keys);

/// <summary>Conversion between the state and its snapshot.</summary>
public sealed partial class AccountState
{
    public AccountSnapshot ToSnapshot() => new(
        Epoch,
        LastSequence,
        HasOpeningBalances,
        [.. _working.Values],
        [.. Finished],
        [.. Refused],
        [.. _balances.Select(b => new OpeningBalance(b.Key, b.Value))],
        [.. Positions.Values],
        [.. _trades.Select(t => new TradesCounted(t.Key, t.Value.Floor, [.. t.Value.Keys]))],
        _limits.Count == 0 ? null : [.. LimitChanges],
        LimitsVersion,
        PnlMarked,
        _books.IsEmpty ? null : _books.StrategyPositions(),
        _books.IsEmpty ? null : _books.ToRecords(),
        OpenedAt,
        LastDay,
        ToActivity(),
        _flattens.Count == 0 ? null : [.. _flattens.Values]);

    public static AccountState FromSnapshot(AccountSnapshot snapshot)
    {
        var state = new AccountState(new PositionBooks(snapshot))
        {
            Epoch = snapshot.Epoch,
            LastSequence = snapshot.LastSequence,
            HasOpeningBalances = snapshot.HasOpeningBalances,
            LimitsVersion = snapshot.LimitsVersion,
            PnlMarked = snapshot.PnlMarked,
            OpenedAt = snapshot.OpenedAt,
            LastDay = snapshot.LastDay,
        };
        foreach (var order in snapshot.Finished.Concat(snapshot.Working))
        {
            state._byClientId[order.Request.ClientOrderId] = order.VenueId;
            state.Keep(order);
        }

        foreach (var active in snapshot.Activity ?? [])
            state._activity[active.Symbol] = active.Activity;
        foreach (var flatten in snapshot.Flattens ?? [])
            state._flattens[flatten.FlattenId] = flatten;
        foreach (var changed in snapshot.LimitChanges ?? [])
            state._limits[changed.Key] = changed;
        foreach (var refused in snapshot.Refused)
            state.RememberRefused(refused);
        foreach (var balance in snapshot.Balances)
            state._balances[balance.Asset] = balance.Total;
        foreach (var trades in snapshot.Trades)
            state._trades[trades.Symbol] = new TradeWindow(trades.Floor, trades.Keys);
        return state;
    }
}
