using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>What the journal of an actor system under test does with writes.</summary>
public enum JournalBehaviour
{
    Writes,

    /// <summary>The write fails: Akka stops the actor.</summary>
    Fails,

    /// <summary>The event is refused while the actor goes on.</summary>
    Rejects,

    /// <summary>No answer, until it behaves otherwise.</summary>
    Hangs,
}

/// <summary>The in-memory journal with faults that a test switches by the actor system's name.</summary>
public sealed class JournalUnderTest : MemoryJournal
{
    private static readonly ConcurrentDictionary<string, JournalBehaviour> Behaviours = [];
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = [];

    public const string Config = """
        akka.persistence.journal.under-test {
          class = "TradingActors.Tests.Engine.Emergency.JournalUnderTest, TradingActors.Tests"
          plugin-dispatcher = "akka.actor.default-dispatcher"
        }
        """;

    public static void Behave(ActorSystem system, JournalBehaviour behaviour)
    {
        Behaviours[system.Name] = behaviour;
        if (behaviour != JournalBehaviour.Hangs && Gates.TryRemove(system.Name, out var gate))
            gate.TrySetResult();
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToArray();
        var system = Context.System.Name;
        var behaviour = Behaviours.GetValueOrDefault(system);
        if (behaviour == JournalBehaviour.Fails)
            throw new InvalidOperationException("the disk is full");
        if (behaviour == JournalBehaviour.Rejects)
            return [.. writes.Select(_ => new InvalidOperationException("not serializable"))];
        if (behaviour == JournalBehaviour.Hangs)
            await Gates.GetOrAdd(system, _ => new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        return await base.WriteMessagesAsync(writes, cancellationToken);
    }
}
