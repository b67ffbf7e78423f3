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
        _node.Journals.Commit(_node, streams, answer => Answer(write, answer));
    }

    /// <summary>
    /// A failure is told once for the write and then for each event, a rejection for each event alone.
    /// </summary>
    private static void Answer(WriteMessages write, JournalAnswer answer)
    {
        var (actor, id) = (write.PersistentActor, write.ActorInstanceId);
        object first = answer is { Problem: { } failure, IsRejection: false }
            ? new WriteMessagesFailed(failure, write.Messages.OfType<AtomicWrite>().Count())
            : WriteMessagesSuccessful.Instance;
        actor.Tell(first, ActorRefs.NoSender);
        foreach (var envelope in write.Messages)
            if (envelope is AtomicWrite atomic)
                foreach (var written in (IImmutableList<IPersistentRepresentation>)atomic.Payload)
                    actor.Tell(About(written, id, answer), written.Sender);
            else
                actor.Tell(new LoopMessageSuccess(envelope.Payload, id), envelope.Sender);
    }

    private static object About(IPersistentRepresentation written, int id, JournalAnswer answer) =>
        answer.Problem is not { } problem ? new WriteMessageSuccess(written, id)
        : answer.IsRejection ? new WriteMessageRejected(written, problem, id)
        : new WriteMessageFailure(written, problem, id);

    private void OnReplay(ReplayMessages replay)
    {
        var stream = _node.Journals.Stream(replay.PersistenceId);
        var broken = _node.Journals.DrawReplay(replay.PersistenceId, _node.Loop.Now);
        var readable = broken is null ? stream.Count : stream.Count / 2;
        var left = replay.Max;
        try
        {
            foreach (var stored in stream.Take(readable))
                if (stored.SequenceNumber >= replay.FromSequenceNr
                    && stored.SequenceNumber <= replay.ToSequenceNr
                    && left-- > 0)
                    replay.PersistentActor.Tell(
                        new ReplayedMessage(Deserialize(replay.PersistenceId, stored)), ActorRefs.NoSender);
        }
        catch (Exception failure)
        {
            broken = failure;
        }

        replay.PersistentActor.Tell(
            broken is null ? new RecoverySuccess(stream.Count) : new ReplayMessagesFailure(broken),
            ActorRefs.NoSender);
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
