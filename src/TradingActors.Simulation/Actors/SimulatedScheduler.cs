using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace TradingActors.Simulation;

/// <summary>Akka's scheduler on the loop's clock: timers of actors are due in virtual time.</summary>
public sealed class SimulatedScheduler : SchedulerBase
{
    public SimulatedScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => Node = SimulatedNode.BeingMade;

    public SimulatedNode Node { get; }

    public override TimeSpan MonotonicClock => Node.Loop.Now;

    public override TimeSpan HighResMonotonicClock => Node.Loop.Now;

    protected override DateTimeOffset TimeNow => VirtualTime.Epoch + Node.Loop.Now;

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Once(delay, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Once(delay, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Once(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Repeatedly(initialDelay, interval, action.Run, cancelable);

    private void Once(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Node.At(Node.Loop.Now + delay, () =>
        {
            if (cancelable is not { IsCancellationRequested: true })
                action();
        });

    private void Repeatedly(TimeSpan delay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Node.At(Node.Loop.Now + delay, () =>
        {
            if (cancelable is { IsCancellationRequested: true })
                return;

            Repeatedly(interval, interval, action, cancelable);
            action();
        });
}
