namespace TradingActors.Engine.Journal;

/// <summary>Marks what the engine's own serializer writes: journal events and snapshots.</summary>
public interface IJournaled;
