using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Connection;

/// <summary>
/// Connecting, losing, reconnecting and replacing. At most three links live: the one that carries commands,
/// and either a replacement that is being made or a predecessor that is being drained.
/// </summary>
public sealed partial class ConnectionActor
{
    private SessionLink? _current;
    private SessionLink? _next;
    private SessionLink? _draining;
    private TimeSpan _drainUntil;
    private string? _replaceReason;
    private string? _refusal;
    private ConnectionChanged _changed;
    private long _generation;
    private bool _stopped;

    private void OnOpen()
    {
        if (_current is not null || _stopped || Timers.IsTimerActive(Retry.Instance))
            return;

        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Tick.Every);
        Schedule("first connection");
    }

    private void Connect()
    {
        if (_stopped || _current is not null)
            return;

        var now = _clock.Now;
        if (_budget.TryConnect(now) is { Ticks: > 0 } wait)
        {
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, _backoff.Spread(wait));
            return;
        }

        _current = NewLink(now);
        Become(ConnectionPhase.Connecting, _refusal is { } refusal
            ? $"to {_venue.ApiAddress}, which refused the key before: {refusal}"
            : $"to {_venue.ApiAddress}");
        _current.Open();
    }

    private SessionLink NewLink(Instant now) => new(
        ++_generation, _venue, _account, Self, this, now.Monotonic + _settings.OpenTimeout);

    private void OnOpened(TransportOpened opened)
    {
        if (LinkOf(opened) is not { } link)
            return;

        if (link == _current)
            Become(ConnectionPhase.LoggingOn, "connected");
        link.Opened(_clock.Now);
        Settle();
    }

    private void OnFrames(FramesArrived arrived)
    {
        if (LinkOf(arrived) is not { } link)
            return;

        link.OnFrames(_clock);
        Settle();
    }

    private void OnWritten(TransportWritten written)
    {
        if (LinkOf(written) is not { } link)
            return;

        link.Written();
        Settle();
    }

    private void OnClosed(TransportClosed closed)
    {
        if (LinkOf(closed) is not { } link)
            return;

        link.Fail(closed.Reason);
        Settle();
    }

    private SessionLink? LinkOf(TransportSignal signal) =>
        _current?.Generation == signal.Generation ? _current
        : _next?.Generation == signal.Generation ? _next
        : _draining?.Generation == signal.Generation ? _draining
        : null;

    /// <summary>
    /// Deadlines. While the address is banned nothing at all is sent, no ping either, so no connection can be
    /// trusted to live: every one is closed and made again when the ban is over.
    /// </summary>
    private void OnTick()
    {
        var now = _clock.Now;
        if (_budget.BanLeft(now) > TimeSpan.Zero)
        {
            const string Banned = "the venue has banned this address for a while";
            _next?.Fail(Banned);
            _draining?.Fail(Banned);
            _current?.Fail(Banned);
        }

        _next?.Tick(now);
        _draining?.Tick(now);
        _current?.Tick(now);
        Settle();
    }

    /// <summary>
    /// After every turn, when no session is on the stack: ends what has failed, moves over to what is ready,
    /// writes what may go. A write can fail too, so it ends what failed again; each pass ends at least one of
    /// three links.
    /// </summary>
    private void Settle()
    {
        do
        {
            EndFailed();
            MoveOver();
            EndDrained();
            Pump();
        }
        while (_current?.Failure is not null || _next?.Failure is not null || _draining?.Failure is not null);

        PassBarriers();
        ScheduleReplacement();
    }

    private void EndFailed()
    {
        if (_next is { Failure: { } nextFailure } next)
        {
            _next = null;
            Refused(next, nextFailure);
            next.Close(nextFailure, _clock.Now);
            _log.Warning("{Account}: the replacement session failed, the present one goes on: {Reason}",
                _account, nextFailure);
        }

        if (_draining is { Failure: { } drainFailure } draining)
        {
            _draining = null;
            draining.Close(drainFailure, _clock.Now);
        }

        if (_current is { Failure: { } failure } current)
            Lose(current, failure);
    }

    /// <summary>
    /// The connection is over. Where its predecessor is still whole, that one goes on and nothing else
    /// changes. Otherwise what waited was never written and says so, what was written without an answer ends
    /// as unknown (the session names it), and the replacement under way or another try goes on from there.
    /// </summary>
    private void Lose(SessionLink lost, string reason)
    {
        Refused(lost, reason);
        if (_draining is { IsReady: true } predecessor)
        {
            (_current, _draining) = (predecessor, null);
            _replaceReason = predecessor.Ending ?? "its replacement was lost";
            lost.Close(reason, _clock.Now);
            _log.Warning("{Account} goes back to its former session: {Reason}", _account, reason);
            _orders.Tell(new ReconcileNow("back to the former session"));
            return;
        }

        (_current, _next) = (_next, null);
        _replaceReason = null;
        Timers.Cancel(OpenReplacement.Instance);
        while (_outbox.TryTakeOrder(out var order))
            _orders.Tell(new OrderStoppedAtGate(IdOf(order), "CONNECTION_LOST", reason));
        while (_outbox.TryTakeCancel(out var cancel))
            _orders.Tell(new CancelNotSent(cancel.Command.Id, reason));
        _outbox.ClearQueries();
        lost.Close(reason, _clock.Now);
        Become(ConnectionPhase.Disconnected, _refusal is null
            ? reason
            : $"the venue refuses the key, tried again every {_settings.RefusedDelay}: {_refusal}");
        if (_current is { IsReady: true })
            _backoff.Ready(_clock.Now);
        if (_current is { } next)
            Become(next.IsReady ? ConnectionPhase.Ready
                : next.IsOpen ? ConnectionPhase.LoggingOn
                : ConnectionPhase.Connecting, "the replacement that was under way");
        else if (!_stopped)
            Schedule(reason);
    }

    private static VenueClientId IdOf(object order) =>
        order is SendOrder place ? place.Command.Id : ((SendReplace)order).Command.Replacement.Id;

    private void Schedule(string reason)
    {
        var delay = NextDelay();
        _log.Info("{Account} connects to {Venue} in {Delay} (attempt {Attempt}): {Reason}", _account,
            _venue.Venue, delay, _backoff.Attempt, reason);
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, delay);
    }

    private TimeSpan NextDelay()
    {
        var delay = _backoff.NextDelay(_clock.Now);
        return _refusal is null ? delay : _backoff.Spread(_settings.RefusedDelay);
    }

    /// <summary>Said once, until a session is ready again or a person has changed the key.</summary>
    private void Refused(SessionLink link, string reason)
    {
        if (!link.IsRefused)
            return;

        if (_refusal is null)
            _log.Error(
                "{Venue} refuses the key of {Account}: {Reason}. Check key, secret and permissions; tried "
                + "again every {Delay}", _venue.Venue, _account, reason, _settings.RefusedDelay);
        _refusal = reason;
    }

    /// <summary>A key was changed: whatever was made with the old one is made again, at once.</summary>
    private void OnReplaceSession(ReplaceSession replace)
    {
        if (_stopped)
            return;

        _refusal = null;
        if (_current is { IsReady: true })
        {
            _replaceReason = replace.Reason;
            Timers.Cancel(OpenReplacement.Instance);
            var stale = _next;
            _next = null;
            stale?.Close("made anew", _clock.Now);
        }
        else if (_current is { } connecting)
            connecting.Fail($"made anew: {replace.Reason}");
        else if (Timers.IsTimerActive(Retry.Instance))
            Timers.StartSingleTimer(Retry.Instance, Retry.Instance, TimeSpan.Zero);

        Settle();
    }

    /// <summary>
    /// The next replacement is due: with the same backoff as any connection, and not before the last
    /// predecessor has been drained.
    /// </summary>
    private void ScheduleReplacement()
    {
        if (_replaceReason is null || _stopped || _next is not null || _draining is not null
            || _current is not { IsReady: true } || Timers.IsTimerActive(OpenReplacement.Instance))
            return;

        Timers.StartSingleTimer(OpenReplacement.Instance, OpenReplacement.Instance, NextDelay());
    }

    private void OnOpenReplacement()
    {
        if (_stopped || _replaceReason is null || _next is not null || _current is not { IsReady: true })
            return;

        var now = _clock.Now;
        if (_budget.TryConnect(now) is { Ticks: > 0 } wait)
        {
            Timers.StartSingleTimer(
                OpenReplacement.Instance, OpenReplacement.Instance, _backoff.Spread(wait));
            return;
        }

        _log.Info("{Account} opens a replacement session: {Reason}", _account, _replaceReason);
        _next = NewLink(now);
        _next.Open();
    }

    /// <summary>
    /// The replacement is logged on and hears the account's events: from here on it carries every command.
    /// Its predecessor has been heard throughout, so nobody needs to know but those who compare.
    /// </summary>
    private void MoveOver()
    {
        if (_next is not { IsReady: true } next || _current is null)
            return;

        var now = _clock.Now;
        _log.Info("{Account} moves over to its replacement session: {Reason}", _account, _replaceReason);
        (_current, _next, _draining) = (next, null, _current);
        _drainUntil = now.Monotonic + _settings.DrainMax;
        _replaceReason = next.Ending;
        _refusal = null;
        _backoff.Ready(now);
        _orders.Tell(new ReconcileNow("moved over to a new session"));
    }

    private void EndDrained()
    {
        if (_draining is not { } link)
            return;

        var isDrained = link.IsDrained;
        if (!isDrained && _clock.Now.Monotonic < _drainUntil)
            return;

        if (!isDrained)
            _log.Warning("{Account}: {Count} requests of the former session stay without an answer", _account,
                link.Session.InFlight);
        _draining = null;
        link.Close("replaced", _clock.Now);
    }

    private void Become(ConnectionPhase phase, string reason)
    {
        _changed = new ConnectionChanged(_account, phase, reason, _backoff.Attempt, _clock.Now.Wall);
        _orders.Tell(_changed);
        Context.Parent.Tell(_changed);
        foreach (var listener in _listeners)
            listener.Tell(_changed);
    }

    private void OnStop()
    {
        _stopped = true;
        Timers.CancelAll();
        const string Stopped = "stopped";
        _next?.Fail(Stopped);
        _draining?.Fail(Stopped);
        _current?.Fail(Stopped);
        Settle();
        Sender.Tell(new ConnectionStopped());
    }
}
