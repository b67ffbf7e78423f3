using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Health;

namespace TradingActors.Engine.Connection;

/// <summary>Connecting, losing, reconnecting, and what the session says about itself.</summary>
public sealed partial class ConnectionActor
{
    private void OnOpen()
    {
        if (_phase != ConnectionPhase.Disconnected || _stopped || Timers.IsTimerActive(Retry.Instance))
            return;

        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Tick.Every);
        Schedule("first connection");
    }

    private void Connect()
    {
        if (_stopped || _transport is not null)
            return;

        _generation++;
        _failure = null;
        _transport = _venue.Transports.Create(_venue.ApiAddress);
        _inbox = new FrameInbox(_transport, Self, _generation);
        _session = _venue.CreateSession(_account, _sink);
        Become(ConnectionPhase.Connecting, $"to {_venue.ApiAddress}");
        _transport.Open(_inbox);
    }

    private void OnOpened(TransportOpened opened)
    {
        if (opened.Generation != _generation || _session is null)
            return;

        Become(ConnectionPhase.LoggingOn, "connected");
        _session.Opened(_clock.Now);
        AfterSession();
    }

    private void OnClosed(TransportClosed closed)
    {
        if (closed.Generation == _generation && _transport is not null)
            Lost(closed.Reason);
    }

    /// <summary>
    /// The connection is over: what waited was never written and says so, what was written without an answer
    /// ends as
    /// unknown (the session names it), and another try is scheduled.
    /// </summary>
    private void Lost(string reason)
    {
        var session = _session;
        Release(reason);
        while (_outbox.TryTakeOrder(out var order))
            _orders.Tell(new OrderStoppedAtGate(IdOf(order), "CONNECTION_LOST", reason));
        _outbox.Clear();
        session?.Closed(_clock.Now);
        PassBarriers();
        Become(ConnectionPhase.Disconnected, reason);
        if (!_stopped)
            Schedule(reason);
    }

    private static VenueClientId IdOf(object order) =>
        order is SendOrder place ? place.Command.Id : ((SendReplace)order).Command.Replacement.Id;

    private void Release(string reason)
    {
        _session = null;
        _writing = false;
        _failure = null;
        var (transport, inbox) = (_transport, _inbox);
        (_transport, _inbox) = (null, null);
        inbox?.Dispose();
        transport?.Close(reason);
        transport?.Dispose();
    }

    private void Schedule(string reason)
    {
        var delay = _backoff.NextDelay(_clock.Now);
        _log.Info("{Account} connects to {Venue} in {Delay} (attempt {Attempt}): {Reason}", _account, _venue.Venue,
            delay, _backoff.Attempt, reason);
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, delay);
    }

    private void Become(ConnectionPhase phase, string reason)
    {
        _phase = phase;
        var changed = new ConnectionChanged(_account, phase, reason, _backoff.Attempt, _clock.Now.Wall);
        _orders.Tell(changed);
        Context.Parent.Tell(changed);
        foreach (var listener in _listeners)
            listener.Tell(changed);
    }

    private void OnStop()
    {
        _stopped = true;
        Timers.CancelAll();
        if (_transport is not null)
            Lost("stopped");
        Sender.Tell(new ConnectionStopped());
    }

    private void OnVenueEvent(VenueEvent on)
    {
        switch (on)
        {
            case VenueSessionReady:
                _backoff.Ready(_clock.Now);
                Become(ConnectionPhase.Ready, "logged on and subscribed");
                return;
            case VenueSessionFailed failed:
                _failure ??= $"{failed.Code} {failed.Reason}";
                return;
            case VenuePingMeasured ping:
                _meters.Record(Meter.VenuePing, ping.RoundTrip);
                return;
            case VenueThrottled throttled:
                _throttledUntil = throttled.RetryAt > _throttledUntil ? throttled.RetryAt : _throttledUntil;
                _log.Warning("{Venue} asks to slow down until {RetryAt}: {Code}", _venue.Venue, throttled.RetryAt,
                    throttled.Code);
                return;
            case VenueFrameUnreadable unreadable:
                _log.Warning("A frame of {Venue} cannot be read: {Reason} in {Excerpt}", _venue.Venue,
                    unreadable.Reason, unreadable.Excerpt);
                return;
            case VenueOrderEvent order:
                Observe(order);
                break;
        }

        _orders.Tell(on);
    }

    /// <summary>
    /// Measures the first answer about each order, and forgets orders that the venue has ended.
    /// </summary>
    private void Observe(VenueOrderEvent on)
    {
        ref var written = ref CollectionsMarshal.GetValueRefOrNullRef(_written, on.Id);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref written))
            return;

        if (!written.IsAnswered && on is VenueAccepted or VenueRejected or VenueFill)
        {
            _meters.Record(Meter.OrderRoundTrip, _clock.Now.Monotonic - written.WrittenAt);
            written = written with { IsAnswered = true };
        }

        if (on is VenueCanceled or VenueExpired or VenueRejected)
            _written.Remove(on.Id);
    }
}
