namespace TradingActors.Engine.Journal;

/// <summary>One event of a stream exactly as the journal stores it.</summary>
public sealed record JournalRow(long SequenceNumber, int SerializerId, string Manifest, byte[] Bytes)
{
    /// <summary>The event, read as a recovery would read it.</summary>
    /// <exception cref="System.Runtime.Serialization.SerializationException">This build cannot read it.
    /// </exception>
    public object Decode() => JournalSerializer.Decode(Bytes, Manifest);
}
