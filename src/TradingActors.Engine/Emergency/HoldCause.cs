namespace TradingActors.Engine.Emergency;

/// <summary>
/// Why trading is held. What each member means, who raises it, where, and how it ends: <see
/// cref="HoldCauses"/>.
/// </summary>
public enum HoldCause
{
    Operator,
    InitialMode,
    DailyLoss,
    Drawdown,
    RejectStorm,
    OrderLatency,
    NodeLatency,
    StaleMarketData,
    VenueUnreachable,
    ReconciliationMismatch,
    JournalFailure,
    UnexpectedBalanceChange,
    GateStale,
    DeskNotReady,
    MessageRate,
    RepeatedExecution,
    LimitBreach,
    PnlUnknown,
    ClockOffset,
    JournalFailing,
    FlattenUnderWay,
    AuditBroken,
}
