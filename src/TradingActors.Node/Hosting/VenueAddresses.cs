namespace TradingActors.Node.Hosting;

/// <summary>
/// Where a simulated venue answers: everything below <paramref name="Http"/>, the REST API, the WebSocket
/// API, the combined streams and the raw ones.
/// </summary>
public sealed record VenueAddresses(Uri Http, Uri Rest, Uri Api, Uri Streams, Uri Ws);
