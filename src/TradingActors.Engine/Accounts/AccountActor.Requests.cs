using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Accounts;

/// <summary>What callers ask of the account, and stopping it well.</summary>
public sealed partial class AccountActor
{
    private IActorRef _stopAskedBy = ActorRefs.Nobody;
    private TimeSpan _stopDeadline;
    private IReadOnlyList<OrderState> _residual = [];

    private void OnPlace(PlaceOrder place)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Risk.Forward(place);
        else
            RefuseNotReady(place.Request);
    }

    private void OnReplace(ReplaceOrder replace)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Risk.Forward(replace);
        else
            RefuseNotReady(replace.Request);
    }

    private void RefuseNotReady(OrderRequest request) => Sender.Tell(new OrderRefused(request,
        new Refusal(RefusalCode.AccountNotReady, Detail: $"{_settings.Account} is {_phase}")));

    private void OnCancel(CancelOrder cancel)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Orders.Forward(cancel);
        else
            Sender.Tell(new CancelAnswer(cancel.ClientOrderId, CancelAnswerKind.AccountNotReady, null));
    }

    private void OnCancelAll(CancelAllOrders all)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Orders.Forward(all);
        else
            Sender.Tell(new CancelAllAnswer([]));
    }

    private void OnLimits(object asked)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Risk.Forward(asked);
        else
            Sender.Tell(new LimitChangeRefused(
                LimitChangeCodes.AccountNotReady, $"{_settings.Account} is {_phase}"));
    }

    private void OnResolve(object resolve)
    {
        if (_desk is not null && _phase != DeskPhase.Restarting)
            _desk.Orders.Forward(resolve);
        else
            Sender.Tell(
                new ResolveRefused(ResolveCodes.AccountNotReady, $"{_settings.Account} is {_phase}"));
    }

    private void OnFlatten(Flatten flatten)
    {
        if (_desk is not null && _phase is not (DeskPhase.Restarting or DeskPhase.Stopping))
            _desk.Exits.Forward(flatten);
        else
            Sender.Tell(new FlattenRefused(flatten.FlattenId, _settings.Account, FlattenCodes.AccountNotReady,
                $"{_settings.Account} is {_phase}"));
    }

    private void OnStopFlatten(StopFlatten stop)
    {
        if (_desk is not null)
            _desk.Exits.Forward(stop);
        else
            Sender.Tell(new FlattenStopped(stop.FlattenId, _settings.Account, IsKnown: false));
    }

    private void OnStopTrading(StopTrading stop)
    {
        _stopAskedBy = Sender;
        if (_desk is null || _phase is DeskPhase.Restarting)
        {
            Sender.Tell(new TradingStopped(_settings.Account, []));
            return;
        }

        CloseGate("stopping");
        Enter(DeskPhase.Stopping, "asked to stop");
        _stopDeadline = _parts.Clock.Now.Monotonic + stop.Deadline;
        foreach (var strategy in _desk.Strategies)
            Context.Stop(strategy);
        _desk.Orders.Tell(new CancelAllOrders("stopping"));
        Timers.StartPeriodicTimer(CheckStopped.Instance, CheckStopped.Instance, CheckStopped.Every);
    }

    private void OnFlushed(OrdersFlushed flushed)
    {
        if (_phase != DeskPhase.Stopping || _desk is null)
            return;

        var late = _parts.Clock.Now.Monotonic >= _stopDeadline;
        if (flushed.Working.Count > 0 && !late)
            return;

        _residual = flushed.Working;
        Timers.Cancel(CheckStopped.Instance);
        foreach (var child in Context.GetChildren().OrderBy(c => c.Path.Name, StringComparer.Ordinal).ToArray())
        {
            _ending.Add(child);

            // What the orders have published is still on its way through these two: they end behind it.
            if (child.Equals(_desk.Tape) || child.Equals(_desk.Positions))
                child.Tell(PoisonPill.Instance);
            else
                Context.Stop(child);
        }

        _desk = null;
    }

    private void FinishStopping()
    {
        Enter(DeskPhase.Stopped, $"{_residual.Count} orders still working");
        _stopAskedBy.Tell(new TradingStopped(_settings.Account, _residual));
    }

    private sealed class CheckStopped
    {
        public static readonly CheckStopped Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);
    }
}
