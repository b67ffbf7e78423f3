using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>An actor system on virtual time, with a journal that can be made to fail.</summary>
public abstract class EmergencyTestBase : TestKit
{
    protected static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    protected static readonly AccountId Main = new("main");
    protected static readonly AccountId Second = new("second");
    protected static readonly VenueId Venue = new("simulated");
    protected static readonly EmergencySettings Settings = new(
        TradingMode.Active,
        TimeSpan.FromMilliseconds(500),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromMilliseconds(250),
        TimeSpan.FromSeconds(1),
        ResumeByTwo: false,
        TimeSpan.FromMinutes(10),
        TradingMode.CancelOnly);

    private static int _systems;

    private readonly FakeTimeProvider _time = new(Start);
    private readonly List<IActorRef> _gates = [];
    private readonly TestProbe _settled;

    protected EmergencyTestBase()
        : base(ConfigurationFactory.ParseString(
            $$"""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.test.single-expect-default = 15s
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            {{JournalUnderTest.Config}}
            """), $"emergency-{Interlocked.Increment(ref _systems)}")
    {
        _settled = CreateTestProbe("settled");
        Clock = new Clock(_time);
        Gate = new GateSwitch(Start, "node-1");
        HaltFilePath = Path.Combine(Path.GetTempPath(), $"{Sys.Name}-{Environment.ProcessId}.halt");
        File.Delete(HaltFilePath);
    }

    protected Clock Clock { get; }

    protected GateSwitch Gate { get; }

    protected string HaltFilePath { get; }

    protected void Journal(JournalBehaviour behaviour) => JournalUnderTest.Behave(Sys, behaviour);

    /// <summary>
    /// Moves both clocks in steps small enough that every repeating timer fires each time that it is due,
    /// with the gates having read what they were sent before and after.
    /// </summary>
    protected void Advance(TimeSpan span)
    {
        Settle();
        var step = TimeSpan.FromMilliseconds(50);
        for (var left = span; left > TimeSpan.Zero; left -= step)
        {
            _time.Advance(step);
            ((TestScheduler)Sys.Scheduler).Advance(step);
            Settle();
        }
    }

    /// <summary>Waits until every gate has read everything that was sent to it so far.</summary>
    protected void Settle()
    {
        foreach (var gate in _gates)
        {
            gate.Tell(new GetEmergency(), _settled);
            _settled.ExpectMsg<EmergencyView>();
        }
    }

    protected IActorRef StartEmergency(EmergencySettings? settings = null) =>
        Sys.ActorOf(EmergencyActor.Props(
            settings ?? Settings,
            "akka.persistence.journal.under-test",
            "akka.persistence.snapshot-store.inmem",
            Clock));

    protected IActorRef StartGate(IActorRef emergency, params IActorRef[] listeners) =>
        StartGateAt(emergency, HaltFilePath, listeners);

    protected IActorRef StartGateAt(IActorRef emergency, string haltFilePath, params IActorRef[] listeners)
    {
        var gate = Sys.ActorOf(
            EmergencyGateActor.Props(Gate, emergency, Settings, haltFilePath, listeners, Clock));
        _gates.Add(gate);
        return gate;
    }

    protected static Hold Held(
        TradingMode mode, HoldCause cause = HoldCause.Operator, Scope? scope = null, string id = "") =>
        new(cause, scope ?? Scope.Everything, mode, "test", "me", Start, id);

    /// <summary>Stops the actor and waits until it is gone, as a restart of its process would.</summary>
    protected void Kill(IActorRef actor)
    {
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    protected override void AfterAll()
    {
        Journal(JournalBehaviour.Writes);
        base.AfterAll();
        File.Delete(HaltFilePath);
    }
}
