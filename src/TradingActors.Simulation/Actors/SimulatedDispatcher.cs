using Akka.Configuration;
using Akka.Dispatch;

namespace TradingActors.Simulation;

/// <summary>Runs actors' turns on the loop instead of the thread pool.</summary>
public sealed class SimulatedDispatcher(MessageDispatcherConfigurator configurator, SimulatedNode node)
    : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => node.Post(run.Run);

    protected override void Shutdown()
    {
    }
}

/// <summary>What <c>type</c> of a dispatcher names in an actor system on virtual time.</summary>
public sealed class SimulatedDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly SimulatedDispatcher _dispatcher;

    public SimulatedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _dispatcher = new SimulatedDispatcher(this, ((SimulatedScheduler)prerequisites.Scheduler).Node);

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
