namespace TradingActors.Simulation;

/// <summary>
/// An event as it was written: bytes, so that every replay goes through the serializer as after a real crash.
/// </summary>
public sealed record JournaledEvent(
    long SequenceNumber,
    int SerializerId,
    string Manifest,
    byte[] Payload,
    string WriterId);

/// <summary>Events that one write adds to one stream.</summary>
public sealed record JournaledStreamEvents(string PersistenceId, IReadOnlyList<JournaledEvent> Events);

/// <summary>A snapshot as it was saved.</summary>
public sealed record JournaledSnapshot(
    long SequenceNumber, DateTime SavedAt, int SerializerId, string Manifest, byte[] Payload);
