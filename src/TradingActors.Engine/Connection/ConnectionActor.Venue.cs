using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Health;

namespace TradingActors.Engine.Connection;

/// <summary>What the sessions say, of both links alike: their events commute.</summary>
public sealed partial class ConnectionActor
{
    void ISessionLinkOwner.OnCounted(in RateUsage usage) => _budget.Counted(_account, usage, _clock.Now);

    void ISessionLinkOwner.OnVenueEvent(SessionLink link, VenueEvent on)
    {
        switch (on)
        {
            case VenueSessionReady:
                OnReady(link);
                return;
            case VenueSessionFailed failed:
                link.Fail($"{failed.Code} {failed.Reason}", failed.IsConfiguration);
                return;
            case VenueSessionEnding ending:
                OnEnding(link, ending);
                return;
            case VenuePingMeasured ping:
                _meters.Record(Meter.VenuePing, ping.RoundTrip);
                if (ping is { ClockOffset: { } offset, ClockUncertainty: { } uncertainty })
                    _meters.Record(Meter.VenueClockOffset, offset.Duration() - uncertainty);
                _budget.Measured(ping);
                return;
            case VenueThrottled throttled:
                _budget.Throttled(throttled, _account, _clock.Now);
                _log.Warning("{Venue} asks to slow down until {RetryAt}: {Code}{Ban}", _venue.Venue,
                    throttled.RetryAt, throttled.Code, throttled.IsBan ? ", the address is banned" : "");
                return;
            case VenueFrameUnreadable frame:
                if (_unreadable.IsWorthALine(frame, _clock.Now))
                    _log.Warning("A frame of {Venue} cannot be read: {Reason} in {Excerpt}", _venue.Venue,
                        frame.Reason, frame.Excerpt);
                return;
            case VenueOrderEvent order when IsSettled(order):
            case VenueTransfer transfer when !_transfers.IsNew(link, transfer):
                return;
            case VenueOrderEvent order:
                Observe(order);
                break;
        }

        _orders.Tell(on);
    }

    private void OnReady(SessionLink link)
    {
        if (link != _current)
            return;

        _refusal = null;
        _backoff.Ready(_clock.Now);
        Become(ConnectionPhase.Ready, "logged on and subscribed");
    }

    private void OnEnding(SessionLink link, VenueSessionEnding ending)
    {
        link.Ending = $"{ending.Code} {ending.Reason}";
        if (link == _current)
            _replaceReason ??= link.Ending;
    }

    /// <summary>
    /// One session's silence says nothing about an order that another session has heard of.
    /// </summary>
    private bool IsSettled(VenueOrderEvent on) =>
        on is VenueOutcomeUnknown { Request: VenueRequestKind.Place }
        && (!_written.TryGetValue(on.Id, out var written) || written.IsAnswered);

    /// <summary>
    /// Measures the first answer about each order, and forgets orders that the venue has ended.
    /// </summary>
    private void Observe(VenueOrderEvent on)
    {
        ref var written = ref CollectionsMarshal.GetValueRefOrNullRef(_written, on.Id);
        if (Unsafe.IsNullRef(ref written))
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
