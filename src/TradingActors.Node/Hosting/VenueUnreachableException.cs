namespace TradingActors.Node.Hosting;

/// <summary>A venue does not answer what must be known before anything is started.</summary>
public sealed class VenueUnreachableException(string problem) : Exception(problem);
