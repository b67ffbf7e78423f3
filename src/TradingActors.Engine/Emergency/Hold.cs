using System.Text.Json.Serialization;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// Why trading is held. Each cause declares whether its hold clears itself; see <see cref="HoldCauses"/>.
/// </summary>
public enum HoldCause
{
    /// <summary>A person asked for it.</summary>
    Operator,

    /// <summary>First start of an empty stream in a mode other than Active.</summary>
    InitialMode,

    DailyLoss,
    Drawdown,
    RejectStorm,

    /// <summary>Order round trips are slower than allowed.</summary>
    OrderLatency,

    /// <summary>The node itself does not keep up: scheduler lag, journal writes too slow.</summary>
    NodeLatency,

    StaleMarketData,
    VenueUnreachable,
    ReconciliationMismatch,
    JournalFailure,
    UnexpectedBalanceChange,

    /// <summary>Nothing heard from the EmergencyActor for <c>gate-stale-after</c>.</summary>
    GateStale,

    /// <summary>The account's desk is starting, recovering, reconnecting or stopping.</summary>
    DeskNotReady,
}

/// <summary>
/// Which causes end by themselves when their condition has passed, and which need a person.
/// </summary>
public static class HoldCauses
{
    public static bool ClearsItself(this HoldCause cause) => cause switch
    {
        HoldCause.OrderLatency => true,
        HoldCause.NodeLatency => true,
        HoldCause.StaleMarketData => true,
        HoldCause.VenueUnreachable => true,
        HoldCause.GateStale => true,
        HoldCause.DeskNotReady => true,
        _ => false,
    };
}

/// <summary>
/// One reason to trade less. A hold is named by its cause and scope: raising the same again replaces mode and
/// reason but never loosens it while it stands. <paramref name="Id"/> names the halt or raise that put it in
/// force, so that a gate knows whether its own has been journaled; empty until a gate or the stream gives
/// one.
/// </summary>
public sealed record Hold(
    HoldCause Cause,
    Scope Scope,
    TradingMode Mode,
    string Reason,
    string Principal,
    DateTimeOffset Since,
    string Id = "")
{
    [JsonIgnore]
    public (HoldCause Cause, Scope Scope) Key => (Cause, Scope);

    /// <summary>
    /// True when working orders in the scope must be cancelled, not merely left without company.
    /// </summary>
    [JsonIgnore]
    public bool CancelsOrders =>
        Mode == TradingMode.Halted && Cause is not (HoldCause.GateStale or HoldCause.DeskNotReady);

    /// <summary>
    /// This hold after the same cause and scope were raised again: never looser, in force since the first.
    /// </summary>
    public Hold RaisedAgain(Hold raised) => raised.Mode >= Mode ? raised with { Since = Since } : this;
}
