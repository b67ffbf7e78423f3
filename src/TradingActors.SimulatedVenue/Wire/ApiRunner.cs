namespace TradingActors.SimulatedVenue;

/// <summary>
/// What every request goes through, whichever edge it came in by: admitted by weight, authorized, carried
/// out, charged.
/// </summary>
internal static class ApiRunner
{
    /// <summary><paramref name="retryAtMs"/> is when to come back after a refusal with 418 or 429.</summary>
    public static VenueError? Run(ApiCall call, ApiMethod method, out long retryAtMs)
    {
        var error = RunUncounted(call, method, out retryAtMs);
        call.Venue.Limits.Tally(error);
        return error;
    }

    private static VenueError? RunUncounted(ApiCall call, ApiMethod method, out long retryAtMs)
    {
        var now = call.Now.Wall;
        var limits = call.Venue.Limits;
        var address = call.Connection.Address;
        var weight = method.Weight(call.Request);
        if (limits.Admit(address, method.IsTrading ? 0 : weight, now, out retryAtMs) is { } refused)
            return refused;
        if (RequestSecurity.Authorize(call, method.Security) is { } unauthorized)
        {
            if (method.IsTrading) limits.Charge(address, weight, now);
            return unauthorized;
        }

        var error = method.Run(call);
        if (error is not null && method.IsTrading) limits.Charge(address, weight, now);
        if (error is { Status: 429 }) retryAtMs = RetryOrdersAt(call);
        return error;
    }

    private static long RetryOrdersAt(ApiCall call) =>
        call.IsAuthorized && call.Venue.Limits.OrderLimitHit(call.Account.Name, call.Now.Wall) is { } window
            ? window.EndsAtMs
            : 0;
}
