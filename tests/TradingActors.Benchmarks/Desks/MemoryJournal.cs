using Akka.Actor;
using TradingActors.Engine.Journal;

namespace TradingActors.Benchmarks.Desks;

/// <summary>Stands in for OrderJournal where the path without a journal is measured: everything is durable at once.</summary>
internal sealed class MemoryJournal : ReceiveActor
{
    private long _sequenceNumber;

    public MemoryJournal() => Receive<WriteEvents>(write =>
    {
        _sequenceNumber += write.Events.Count;
        Sender.Tell(new EventsWritten(_sequenceNumber, write.Events.Count, []));
    });
}
