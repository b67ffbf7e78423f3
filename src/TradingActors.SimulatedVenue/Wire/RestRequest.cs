namespace TradingActors.SimulatedVenue;

/// <summary>
/// A request of the REST API as it came: <paramref name="Query"/> with or without its question mark and
/// <paramref name="Body"/> still encoded, because the signature covers what was sent.
/// </summary>
public sealed record RestRequest(
    string Verb, string Path, string Query, string Body, string? ApiKey, string Address);
