namespace TradingActors.SimulatedVenue;

/// <summary>An answer of the REST API; the body is JSON.</summary>
public sealed record RestAnswer(
    int Status, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers);
