using Akka.Actor;
using Akka.Persistence;
using Akka.Serialization;

namespace TradingActors.Simulation;

/// <summary>
/// A snapshot plug-in over the world's <see cref="SimulatedJournalStore"/>, for the same reason as <see
/// cref="SimulatedJournal"/>; snapshots outlive the node that saved them, as bytes.
/// </summary>
public sealed class SimulatedSnapshotStore : ReceiveActor
{
    private readonly SimulatedNode _node = Context.System.Settings.Setup.Get<SimulatedNode>().Value;
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;

    public SimulatedSnapshotStore()
    {
        Receive<LoadSnapshot>(OnLoad);
        Receive<SaveSnapshot>(OnSave);
    }

    private void OnLoad(LoadSnapshot load)
    {
        try
        {
            var newest = Math.Min(load.Criteria.MaxSequenceNr, load.ToSequenceNr);
            var found = _node.Journals.FindSnapshot(
                load.PersistenceId, newest, load.Criteria.MaxTimeStamp, _node.Loop.Now);
            Sender.Tell(new LoadSnapshotResult(
                found is null ? null : Selected(load.PersistenceId, found), load.ToSequenceNr));
        }
        catch (Exception failure)
        {
            Sender.Tell(new LoadSnapshotFailed(failure));
        }
    }

    private void OnSave(SaveSnapshot save)
    {
        var saver = Sender;
        var serializer = _serialization.FindSerializerFor(save.Snapshot);
        var manifest = serializer is SerializerWithStringManifest named ? named.Manifest(save.Snapshot) : "";
        var now = (VirtualTime.Epoch + _node.Loop.Now).UtcDateTime;
        var metadata = new SnapshotMetadata(save.Metadata.PersistenceId, save.Metadata.SequenceNr, now);
        var snapshot = new JournaledSnapshot(
            metadata.SequenceNr, now, serializer.Identifier, manifest, serializer.ToBinary(save.Snapshot));
        _node.Journals.SaveSnapshot(_node, metadata.PersistenceId, snapshot, problem => saver.Tell(
            problem is null ? new SaveSnapshotSuccess(metadata) : new SaveSnapshotFailure(metadata, problem),
            ActorRefs.NoSender));
    }

    private SelectedSnapshot Selected(string persistenceId, JournaledSnapshot found) => new(
        new SnapshotMetadata(persistenceId, found.SequenceNumber, found.SavedAt),
        _serialization.Deserialize(found.Payload, found.SerializerId, found.Manifest));
}
