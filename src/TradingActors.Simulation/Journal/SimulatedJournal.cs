using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Serialization;

namespace TradingActors.Simulation;

/// <summary>
/// A journal plug-in over the world's <see cref="SimulatedJournalStore"/>. It speaks Akka.Persistence's
/// journal protocol itself: the stock base class passes every write through a circuit breaker that resumes on
/// the thread pool.
/// </summary>
public sealed class SimulatedJournal : ReceiveActor
{
    private readonly SimulatedNode _node = Context.System.Settings.Setup.Get<SimulatedNode>().Value;
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;

    public SimulatedJournal()
    {
        Receive<WriteMessages>(OnWrite);
        Receive<ReplayMessages>(OnReplay);
    }

    private void OnWrite(WriteMessages write)
    {
        var streams = write.Messages.OfType<AtomicWrite>().Select(Serialize).ToArray();
        _node.Journals.Commit(_node, streams, () => Acknowledge(write));
    }

    private static void Acknowledge(WriteMessages write)
    {
        var actor = write.PersistentActor;
        actor.Tell(WriteMessagesSuccessful.Instance, ActorRefs.NoSender);
        foreach (var envelope in write.Messages)
            if (envelope is AtomicWrite atomic)
                foreach (var written in (IImmutableList<IPersistentRepresentation>)atomic.Payload)
                    actor.Tell(new WriteMessageSuccess(written, write.ActorInstanceId), written.Sender);
            else
                actor.Tell(new LoopMessageSuccess(envelope.Payload, write.ActorInstanceId), envelope.Sender);
    }

    private void OnReplay(ReplayMessages replay)
    {
        var stream = _node.Journals.Stream(replay.PersistenceId);
        var left = replay.Max;
        try
        {
            foreach (var stored in stream)
                if (stored.SequenceNumber >= replay.FromSequenceNr
                    && stored.SequenceNumber <= replay.ToSequenceNr
                    && left-- > 0)
                    replay.PersistentActor.Tell(
                        new ReplayedMessage(Deserialize(replay.PersistenceId, stored)), ActorRefs.NoSender);
        }
        catch (Exception failure)
        {
            replay.PersistentActor.Tell(new ReplayMessagesFailure(failure), ActorRefs.NoSender);
            return;
        }

        replay.PersistentActor.Tell(new RecoverySuccess(stream.Count), ActorRefs.NoSender);
    }

    private JournaledStreamEvents Serialize(AtomicWrite write) => new(
        write.PersistenceId,
        [.. ((IImmutableList<IPersistentRepresentation>)write.Payload).Select(Serialize)]);

    private JournaledEvent Serialize(IPersistentRepresentation representation)
    {
        var payload = representation.Payload;
        var serializer = _serialization.FindSerializerFor(payload);
        var manifest = serializer is SerializerWithStringManifest named ? named.Manifest(payload) : "";
        return new JournaledEvent(
            representation.SequenceNr, serializer.Identifier, manifest, serializer.ToBinary(payload),
            representation.WriterGuid);
    }

    private Persistent Deserialize(string persistenceId, JournaledEvent stored) => new(
        _serialization.Deserialize(stored.Payload, stored.SerializerId, stored.Manifest),
        stored.SequenceNumber,
        persistenceId,
        stored.Manifest,
        isDeleted: false,
        ActorRefs.NoSender,
        stored.WriterId);
}
