using System.Globalization;
using Microsoft.Extensions.Logging;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Faults that befall the venue and its connections at a moment, and how long they last.</summary>
public sealed partial class VenueCore
{
    private readonly List<(TimeSpan Due, long[] Connections)> _cuts = [];
    private TimeSpan _closedUntil = TimeSpan.MinValue;
    private TimeSpan _readsAgainAt = TimeSpan.MinValue;
    private TimeSpan _keysAgainAt = TimeSpan.MaxValue;
    private int _externalOrders;

    /// <summary>How often any fault has struck since the venue was opened.</summary>
    public int FaultsStruck => _faults.Strikes;

    /// <summary>How many orders the venue has ever taken, of all accounts.</summary>
    public long OrdersTaken => _state.LastOrderId;

    private TimeSpan NextFault
    {
        get
        {
            var next = Min(_faults.NextMoment, _keysAgainAt);
            foreach (var (due, _) in _cuts) next = Min(next, due);
            return next;
        }
    }

    private void StrikeMoments(Instant now)
    {
        while (_faults.TryTakeMoment(now.Monotonic, out var strike)) Strike(strike, now);
        if (now.Monotonic >= _keysAgainAt)
        {
            _keysAgainAt = TimeSpan.MaxValue;
            _services.Keys.IsSuspended = false;
        }

        for (var i = _cuts.Count - 1; i >= 0; i--)
            if (_cuts[i].Due <= now.Monotonic)
            {
                foreach (var id in _cuts[i].Connections)
                    if (_connections.TryGetValue(id, out var connection)) Break(connection);
                _cuts.RemoveAt(i);
            }
    }

    private void Strike(FaultStrike strike, Instant now)
    {
        _log.LogInformation("Fault: {Kind} for {Delay}", strike.Kind, strike.Delay);
        switch (strike.Kind)
        {
            case FaultKind.Cut:
                foreach (var connection in ApiConnections()) Break(connection);
                break;
            case FaultKind.HalfOpen:
                foreach (var connection in ApiConnections()) _outbox.Silence(connection.Id);
                break;
            case FaultKind.SlowReader:
                _readsAgainAt = now.Monotonic + strike.Delay;
                break;
            case FaultKind.Shutdown:
                AnnounceShutdown(now);
                _cuts.Add((now.Monotonic + strike.Delay, [.. _connections.Keys]));
                break;
            case FaultKind.EndStream:
                foreach (var connection in ApiConnections())
                    foreach (var subscription in connection.Subscriptions.ToArray())
                        _userStreams.Unsubscribe(connection, subscription, now);
                break;
            case FaultKind.Maintenance:
                _closedUntil = now.Monotonic + strike.Delay;
                foreach (var connection in _connections.Values.ToArray()) Break(connection);
                break;
            case FaultKind.RevokeKey:
                _services.Keys.IsSuspended = true;
                _keysAgainAt = now.Monotonic + strike.Delay;
                break;
            case FaultKind.ExternalOrder or FaultKind.ExternalFill:
                PlaceByHand(strike.Kind == FaultKind.ExternalOrder, now);
                break;
            case FaultKind.Deposit:
                Transfer(_settings.Accounts[0].Name, "USDT", 10m, now);
                break;
        }
    }

    private ApiConnection[] ApiConnections() => [.. _connections.Values.OfType<ApiConnection>()];

    private void Break(VenueConnection connection)
    {
        _outbox.Abort(connection.Id);
        Forget(connection);
    }

    /// <summary>The smallest order that passes the filters, at the market or two percent below it.</summary>
    private void PlaceByHand(bool rests, Instant now)
    {
        var market = _exchange.Markets.First();
        if (!market.TryBest(Side.Sell, out var ask)) return;
        var listing = market.Listing;
        var price = Math.Floor(ask * 0.98m / listing.Tick) * listing.Tick;
        var quantity = Math.Ceiling(listing.NotionalMin * 2m / price / listing.Lot) * listing.Lot;
        var id = string.Create(CultureInfo.InvariantCulture, $"by-hand-{_state.Run}-{++_externalOrders}");
        var refused = PlaceExternally(
            _settings.Accounts[0].Name, listing.Symbol, id, Side.Buy, quantity, rests ? price : null, now);
        if (refused is not null) _log.LogWarning("An order by hand was refused: {Reason}", refused.Message);
    }
}
