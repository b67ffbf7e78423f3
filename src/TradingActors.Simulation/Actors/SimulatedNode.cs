using Akka.Actor.Setup;

namespace TradingActors.Simulation;

/// <summary>
/// One process of the world: its actors run on the loop until it dies. A dead node does nothing any more, not
/// even stop well, as after <c>kill -9</c>; what its journals hold stays with the world.
/// </summary>
public sealed class SimulatedNode(SimulationLoop loop, SimulatedJournalStore journals) : Setup
{
    /// <summary>
    /// The node whose actor system is being made on this thread: Akka makes the scheduler by itself and
    /// offers no other way to hand it something.
    /// </summary>
    [ThreadStatic]
    private static SimulatedNode? _beingMade;

    public SimulationLoop Loop { get; } = loop;

    public SimulatedJournalStore Journals { get; } = journals;

    public bool IsDead { get; private set; }

    internal static SimulatedNode BeingMade => _beingMade
        ?? throw new InvalidOperationException("only a VirtualWorld makes actor systems on virtual time");

    public void Die() => IsDead = true;

    /// <summary>Runs as soon as possible, unless the node has died by then.</summary>
    public void Post(Action work) => Loop.Post(() => Run(work));

    public void At(TimeSpan moment, Action work) => Loop.At(moment, () => Run(work));

    internal T Making<T>(Func<T> make)
    {
        _beingMade = this;
        try
        {
            return make();
        }
        finally
        {
            _beingMade = null;
        }
    }

    private void Run(Action work)
    {
        if (!IsDead)
            work();
    }
}
