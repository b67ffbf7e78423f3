namespace TradingActors.SimulatedVenue;

/// <summary>
/// What can go wrong between a venue and its client; <see cref="FaultKinds"/> tells each one's story.
/// </summary>
public enum FaultKind
{
    DelayAnswer,
    DelayRequest,
    LoseAnswer,
    LoseRequest,
    DuplicateAnswer,
    GarbleAnswer,
    UnknownExecuted,
    UnknownNotExecuted,
    UnexpectedExecuted,
    ServerErrorExecuted,
    ServerErrorNotExecuted,
    DropAfter,
    DropBefore,
    DropMidFrame,
    Throttle,
    TooManyOrders,
    Busy,
    Ban,
    RefuseTimestamp,
    RefuseKey,
    CancelRace,
    LoseEvent,
    DelayEvent,
    DuplicateEvent,
    Cut,
    HalfOpen,
    SlowReader,
    Shutdown,
    EndStream,
    Maintenance,
    RevokeKey,
    ExternalOrder,
    ExternalFill,
    Deposit,
}
