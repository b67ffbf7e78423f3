namespace TradingActors.Venues.Binance.Rest;

/// <summary>How a request by REST ended.</summary>
public enum RestOutcome
{
    /// <summary>Answered, with a value.</summary>
    Ok,

    /// <summary>The venue answered no; code and reason are its own.</summary>
    Refused,

    /// <summary>The venue has nothing at this path, as a test network has no wallet.</summary>
    NotOffered,

    /// <summary>No answer, or one that cannot be read.</summary>
    Unreachable,
}

/// <summary>
/// The answer of a request; <paramref name="Value"/> is set for <see cref="RestOutcome.Ok"/> alone.
/// </summary>
public sealed record RestAnswer<T>(RestOutcome Outcome, T? Value, string Code, string Reason);
