namespace TradingActors.SimulatedVenue;

/// <summary>What becomes of a REST request's answer.</summary>
public enum RestFate
{
    /// <summary>It is sent.</summary>
    Sent,

    /// <summary>There is none yet: the request is carried out once its delay is over.</summary>
    Held,

    /// <summary>It never comes, and the connection stays open.</summary>
    Lost,

    /// <summary>The connection breaks in the middle of it.</summary>
    Torn,

    /// <summary>The connection breaks before it.</summary>
    Broken,
}

/// <summary>An answer of the REST API; the body is JSON.</summary>
public sealed record RestAnswer(
    int Status, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public RestFate Fate { get; init; }

    /// <summary>How long the fate waits to befall it.</summary>
    public TimeSpan Delay { get; init; }

    internal static RestAnswer None(RestFate fate, TimeSpan delay = default) =>
        new(0, [], []) { Fate = fate, Delay = delay };
}
