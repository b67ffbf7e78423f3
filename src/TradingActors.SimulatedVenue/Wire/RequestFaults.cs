using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What the faults of a request do to it, whichever edge it came in by.</summary>
internal static class RequestFaults
{
    private static readonly VenueError ServerError = new(-1000, "An unknown error occurred.", 503);

    private static readonly VenueError Unexpected = new(
        -1006,
        "An unexpected response was received from the message bus. Execution status unknown.",
        503);

    /// <summary>A fault's own refusal, given without carrying the request out; null for none.</summary>
    public static VenueError? Refusal(
        ApiParts venue, FaultStrike? fault, string address, Instant now, out long retryAtMs)
    {
        retryAtMs = 0;
        switch (fault?.Kind)
        {
            case FaultKind.Throttle:
                venue.Limits.TallyProvoked();
                retryAtMs = (now.Wall + fault.Value.Delay).ToUnixTimeMilliseconds();
                return new VenueError(-1003, "Too many requests queued.", 429);
            case FaultKind.TooManyOrders:
                venue.Limits.TallyProvoked();
                retryAtMs = (now.Wall + fault.Value.Delay).ToUnixTimeMilliseconds();
                return new VenueError(-1015, "Too many new orders.", 429);
            case FaultKind.Ban:
                return venue.Limits.Ban(address, fault.Value.Delay, now.Wall, out retryAtMs);
            case FaultKind.Busy:
                return VenueError.ServerBusy;
            case FaultKind.RefuseTimestamp:
                return VenueError.TimestampOutside;
            case FaultKind.RefuseKey:
                return VenueError.UnknownApiKey;
            case FaultKind.UnknownNotExecuted:
                return VenueError.StatusUnknown;
            case FaultKind.ServerErrorNotExecuted:
                return ServerError;
            default:
                return null;
        }
    }

    /// <summary>What the client hears of a request that was carried out; null for the truth.</summary>
    public static VenueError? Mask(FaultStrike? fault) => fault?.Kind switch
    {
        FaultKind.UnknownExecuted => VenueError.StatusUnknown,
        FaultKind.UnexpectedExecuted => Unexpected,
        FaultKind.ServerErrorExecuted => ServerError,
        _ => null,
    };

    /// <summary>The order that is to be cancelled fills to its end a moment earlier.</summary>
    public static void FillBeforeCancel(ApiParts venue, ApiRequest request, Instant now)
    {
        if ((request["origClientOrderId"] ?? request["cancelOrigClientOrderId"]) is not { } id) return;
        foreach (var account in venue.Exchange.State.Accounts.Values)
            if (account.OpenByClientId.TryGetValue(id, out var order)
                && venue.Exchange.TryGetMarket(order.Symbol, out var market))
            {
                venue.Exchange.FillByAdministrator(market, order, order.Remaining, now.Wall);
                return;
            }
    }
}
