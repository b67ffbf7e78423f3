using System.Text.Json.Serialization;

namespace TradingActors.Engine.Emergency;

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
    /// True when working orders that increase a position must be cancelled: not for a step of the climb.
    /// </summary>
    [JsonIgnore]
    public bool CancelsIncreasing => Mode == TradingMode.ReduceOnly
        && Scope.Kind is not (ScopeKind.Strategy or ScopeKind.Instrument)
        && Cause is not (HoldCause.GateStale or HoldCause.DeskNotReady);

    /// <summary>
    /// This hold after the same cause and scope were raised again: never looser, in force since the first.
    /// </summary>
    public Hold RaisedAgain(Hold raised) => raised.Mode >= Mode ? raised with { Since = Since } : this;
}
