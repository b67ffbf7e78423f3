using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// What is asked of the venue beside its APIs: what judges and tests may do to it.
/// </summary>
public sealed partial class VenueCore
{
    /// <summary>Replaces the faults in force. Their draws go on from where the seed had come to.</summary>
    public VenueError? ReplaceFaults(IReadOnlyList<FaultRule> rules)
    {
        foreach (var rule in rules)
            if (rule.Problem() is { } problem)
                return new VenueError(-1130, $"The fault {FaultKinds.Of(rule.Kind).Word}: {problem}.");
        _faults.Replace(rules);
        return null;
    }

    /// <summary>Moves money in or out of an account from outside; null, or why it was refused.</summary>
    public VenueError? Transfer(string account, string asset, decimal amount, Instant now)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        var error = _exchange.Transfer(found, asset, amount, now.Wall);
        EndTurn(now);
        return error;
    }

    /// <summary>
    /// An order that somebody places in the account past the API (from the exchange's own web page): a limit
    /// order, or a market order when <paramref name="price"/> is null.
    /// </summary>
    public VenueError? PlaceExternally(
        string account,
        string symbol,
        string clientOrderId,
        Side side,
        decimal quantity,
        decimal? price,
        Instant now)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        if (!_exchange.TryGetMarket(symbol, out var market)) return VenueError.InvalidSymbol;
        AdvanceMarket(now);
        var order = new NewOrder(
            clientOrderId, side, price is null ? OrderType.Market : OrderType.Limit, TimeInForce.Gtc,
            price ?? 0m, quantity, 0m)
        {
            SelfTrade = market.Listing.SelfTradeDefault,
        };
        var outcome = _exchange.Place(found, market, order, now.Wall, isExternal: true);
        EndTurn(now);
        return outcome.Error;
    }

    /// <summary>Cancels an order past the API.</summary>
    public VenueError? CancelExternally(string account, string symbol, string clientOrderId, Instant now)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        var outcome = _exchange.Cancel(found, symbol, null, clientOrderId, null, null, now.Wall);
        EndTurn(now);
        return outcome.Error;
    }

    /// <summary>Fills some of a resting order at its own price, whatever the market does.</summary>
    public VenueError? FillExternally(string account, string clientOrderId, decimal quantity, Instant now)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        if (!found.OpenByClientId.TryGetValue(clientOrderId, out var order)
            || !_exchange.TryGetMarket(order.Symbol, out var market)
            || !_exchange.FillByAdministrator(market, order, quantity, now.Wall))
            return VenueError.UnknownOrderSent;
        EndTurn(now);
        return null;
    }

    /// <summary>Ends an open order on the venue's own account, as exchanges do in maintenance.</summary>
    public VenueError? ExpireExternally(string account, string clientOrderId, Instant now)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        if (!found.OpenByClientId.TryGetValue(clientOrderId, out var order))
            return VenueError.UnknownOrderSent;
        _exchange.ExpireByVenue(order, now.Wall);
        EndTurn(now);
        return null;
    }

    /// <summary>
    /// Forgets an order that has ended, as venues do with those of long ago: who asks for it is told that
    /// there is none. The ledger knows better.
    /// </summary>
    public VenueError? ForgetOrder(string account, string clientOrderId)
    {
        if (!_state.TryGetAccount(account, out var found)) return UnknownAccount(account);
        return !found.OpenByClientId.ContainsKey(clientOrderId)
            && found.LatestByClientId.Remove(clientOrderId)
                ? null
                : VenueError.UnknownOrderSent;
    }

    /// <summary>
    /// Stops the market of a symbol, or of all where it is null, or lets it go on. It outlives the venue.
    /// </summary>
    public VenueError? SetSymbolStatus(string? symbol, TradingStatus status, Instant now)
    {
        if (symbol is not null && !_exchange.TryGetMarket(symbol, out _)) return VenueError.InvalidSymbol;
        foreach (var market in _exchange.Markets)
            if (symbol is null || market.Listing.Symbol == symbol)
                _exchange.SetStatus(market.Listing.Symbol, status, now.Wall);
        EndTurn(now);
        return null;
    }

    /// <summary>Gives an account one more key.</summary>
    public VenueError? AddKey(string account, VenueKeySettings key)
    {
        if (!_state.TryGetAccount(account, out _)) return UnknownAccount(account);
        try
        {
            return _services.Keys.TryAdd(account, key)
                ? null
                : new VenueError(-1130, $"The key {key.ApiKey} exists already.");
        }
        catch (ArgumentException problem)
        {
            return new VenueError(-1130, problem.Message);
        }
    }

    /// <summary>Makes an API key worthless from the next request on.</summary>
    public VenueError? RevokeKey(string apiKey) =>
        _services.Keys.Revoke(apiKey) ? null : VenueError.UnknownApiKey;

    /// <summary>Breaks every connection without a word; always null, nothing refuses it.</summary>
    public VenueError? DropConnections(Instant now)
    {
        foreach (var connection in _connections.Values.ToArray())
        {
            _outbox.Abort(connection.Id);
            Forget(connection);
        }

        EndTurn(now);
        return null;
    }

    private static VenueError UnknownAccount(string account) =>
        new(-2015, $"The account {account} is not known.", 404);
}
