namespace TradingActors.SimulatedVenue;

/// <summary>What can go wrong between a venue and its client.</summary>
public enum FaultKind
{
    /// <summary>The request is carried out at once, its answer comes later.</summary>
    DelayAnswer,

    /// <summary>The request itself is carried out later.</summary>
    DelayRequest,

    /// <summary>The request is carried out, its answer never comes.</summary>
    LoseAnswer,

    /// <summary>The request never arrives.</summary>
    LoseRequest,

    /// <summary>The request is carried out and answered with -1007, whatever happened.</summary>
    UnknownExecuted,

    /// <summary>The request is not carried out and answered with -1007.</summary>
    UnknownNotExecuted,

    /// <summary>The request is carried out, then the connection breaks before the answer.</summary>
    DropAfter,

    /// <summary>The connection breaks before the request is carried out.</summary>
    DropBefore,

    /// <summary>
    /// The request is carried out and the connection breaks in the middle of the answer's frame.
    /// </summary>
    DropMidFrame,

    /// <summary>The request is refused with 429.</summary>
    Throttle,
}
