using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;

namespace TradingActors.Simulation;

/// <summary>Akka's journal plug-in over the world's <see cref="SimulatedJournalStore"/>; answers on the loop.</summary>
public sealed class SimulatedJournal : AsyncWriteJournal
{
    private readonly SimulatedNode _node = Context.System.Settings.Setup.Get<SimulatedNode>().Value;
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;

    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        foreach (var stored in _node.Journals.Stream(persistenceId))
        {
            if (stored.SequenceNumber < fromSequenceNr || stored.SequenceNumber > toSequenceNr || max-- <= 0)
                continue;

            var payload = _serialization.Deserialize(stored.Payload, stored.SerializerId, stored.Manifest);
            recoveryCallback(new Persistent(
                payload, stored.SequenceNumber, persistenceId, stored.Manifest, false, ActorRefs.NoSender,
                stored.WriterId));
        }

        return Task.CompletedTask;
    }

    public override Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        Task.FromResult((long)_node.Journals.Stream(persistenceId).Count);

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.Select(Serialize).ToArray();
        var written = new TaskCompletionSource<IImmutableList<Exception>>();
        var loop = _node.Loop;

        // The disk goes on without the process: what was asked for may become durable though nobody hears of it.
        loop.After(_node.Journals.NextDelay(), () =>
        {
            foreach (var (persistenceId, events) in writes)
                _node.Journals.Append(persistenceId, events);
            _node.At(loop.Now + _node.Journals.NextDelay(), () => written.SetResult(null!));
        });
        return written.Task;
    }

    protected override Task DeleteMessagesToAsync(
        string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        throw new NotSupportedException("events are never deleted");

    private (string PersistenceId, JournaledEvent[] Events) Serialize(AtomicWrite write) =>
        (write.PersistenceId, [.. ((IImmutableList<IPersistentRepresentation>)write.Payload).Select(Serialize)]);

    private JournaledEvent Serialize(IPersistentRepresentation representation)
    {
        var payload = representation.Payload;
        var serializer = _serialization.FindSerializerFor(payload);
        var manifest = serializer is SerializerWithStringManifest named ? named.Manifest(payload) : "";
        return new JournaledEvent(
            representation.SequenceNr, serializer.Identifier, manifest, serializer.ToBinary(payload),
            representation.WriterGuid);
    }
}
