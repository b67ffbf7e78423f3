using Akka.Actor;
using Akka.Persistence;
using TradingActors.Engine.Journal;

namespace TradingActors.Benchmarks.Desks;

/// <summary>What the journal plug-in itself can do: the same rows by an actor that does nothing else.</summary>
internal sealed class BareJournal : ReceivePersistentActor
{
    public BareJournal(string id)
    {
        PersistenceId = id;
        JournalPluginId = "akka.persistence.journal.sql";
        SnapshotPluginId = "akka.persistence.snapshot-store.sql";
        Recover<object>(_ => { });
        Command<WriteEvents>(write =>
        {
            var (left, replyTo) = (write.Events.Count, Sender);
            PersistAll(write.Events, _ =>
            {
                if (--left == 0)
                    replyTo.Tell(write);
            });
        });
        Command<AccountEvent>(on =>
        {
            var replyTo = Sender;
            Persist(on, written => replyTo.Tell(written));
        });
    }

    public override string PersistenceId { get; }
}
