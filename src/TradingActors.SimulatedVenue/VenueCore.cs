using System.Text;
using Microsoft.Extensions.Logging;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The whole venue without I/O but its ledger: connections, frames and time in, frames out. One thread calls
/// it; behind Kestrel that is the host's loop, in a simulation the simulated network.
/// </summary>
/// <remarks>
/// Each call is a turn: what it causes is recorded, the ledger is committed, and only then do frames go out,
/// so that nobody hears of anything that a crash could undo.
/// </remarks>
public sealed partial class VenueCore : IDisposable
{
    /// <summary>
    /// Market events a turn, so that a request never waits for long behind a market that catches up.
    /// </summary>
    private const int MarketEventsPerTurn = 512;

    private readonly SimulatedVenueSettings _settings;
    private readonly IVenueOutput _output;
    private readonly ILogger _log;
    private readonly TurnOutbox _outbox = new();
    private readonly Dictionary<long, VenueConnection> _connections = [];
    private readonly DelayedWork _delayed = new();
    private readonly Ledger _ledger;
    private readonly ExchangeState _state;
    private readonly IMarketSource _market;
    private readonly Exchange _exchange;
    private readonly FaultPlan _faults;
    private readonly ApiParts _services;
    private readonly UserStreams _userStreams;
    private readonly ApiDispatcher _dispatcher;
    private readonly RestDispatcher _rest;
    private readonly StreamRequests _streamRequests;
    private readonly DerivedStreams _derived;

    /// <summary>
    /// Opens the ledger and the market. Throws when either cannot be trusted; the message says what and
    /// where.
    /// </summary>
    public VenueCore(SimulatedVenueSettings settings, IVenueOutput output, ILogger log, Instant now)
    {
        _settings = settings;
        _output = output;
        _log = log;
        _state = new ExchangeState();
        var keys = new ApiKeys(settings.Accounts);
        var limits = new RateLimits(settings.RateLimits);
        _faults = new FaultPlan(settings.Seed + 1, settings.Faults);
        _ledger = OpenLedger(settings, log, _state);
        try
        {
            var run = _state.Run + 1;
            _ledger.Append(new VenueStarted(run, now.Wall));
            _state.Apply(new VenueStarted(run, now.Wall));
            var hub = new StreamHub(_outbox, Counters);
            _market = OpenMarket(settings, run, hub);
            _userStreams = new UserStreams(_outbox, limits, _faults, _delayed) { State = _state };
            _market.Start(now);
            _exchange = new Exchange(_state, _ledger, settings, _market.Markets, _userStreams);
            _services = new ApiParts(settings, _exchange, keys, limits, _userStreams);
            _dispatcher = new ApiDispatcher(_services, _outbox, _faults, _delayed) { Forget = Forget };
            _rest = new RestDispatcher(_services, _faults);
            _derived = new DerivedStreams(hub, _exchange);
            hub.Unfed = _derived;
            _streamRequests = new StreamRequests(hub, _outbox, settings.RateLimits);
            foreach (var account in settings.Accounts)
                if (!_state.Accounts.ContainsKey(account.Name)) _exchange.Open(account, now.Wall);
            _exchange.RestoreOrders(now.Wall);
            _ledger.Commit();
        }
        catch
        {
            _ledger.Dispose();
            throw;
        }
    }

    public MarketCounters Counters { get; } = new();

    /// <summary>True once a recording has been played to its end, or to a line that cannot be read.</summary>
    public bool IsRecordingEnded => _market.HasEnded;

    /// <summary>Why the market stopped, when it was not the end of the recording.</summary>
    public Exception? MarketFailure { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            var next = Min(_delayed.NextAt, MarketWaits ? TimeSpan.MaxValue : _market.NextAt);
            next = Min(next, Min(_derived.NextAt, NextFault));
            foreach (var connection in _connections.Values) next = Min(next, connection.NextDeadline);
            return next;
        }
    }

    /// <summary>What the ledger says about an account. May be called from any thread.</summary>
    public LedgerReport Judge(string account) => JudgeRules.Report(account, _ledger.EntriesOf(account));

    /// <summary>How often clients went too far. May be called from any thread.</summary>
    public VenueCounts Counts => _services.Limits.Counts;

    /// <summary>What does not hold between all accounts' entries. May be called from any thread.</summary>
    public IReadOnlyList<string> Audit() => LedgerAuditRules.Problems(_ledger.All());

    /// <summary>The committed entries of an account. May be called from any thread.</summary>
    public IReadOnlyList<LedgerEntry> EntriesOf(string account) => _ledger.EntriesOf(account);

    /// <summary>
    /// A connection was made. False when the path leads nowhere: <c>/ws-api/v3</c>, <c>/ws</c>,
    /// <c>/ws/name</c>, <c>/stream</c>, <c>/stream?streams=a/b</c>, <c>/stream/ws/name</c>.
    /// </summary>
    public bool Connected(long id, string path, string query, string address, Instant now)
    {
        if (!VenuePaths.IsSocketPath(path) || now.Monotonic < _closedUntil) return false;
        if (!_services.Limits.AdmitConnection(address, now.Wall))
        {
            _log.LogInformation("Connection {Id} is refused: {Address} made too many", id, address);
            _outbox.Close(id, "Too many connection attempts"u8);
            EndTurn(now);
            return true;
        }

        if (QueryText.Value(query, "timeUnit") is { } unit
            && unit.Equals("microsecond", StringComparison.OrdinalIgnoreCase)) _outbox.UseMicroseconds(id);
        path = path.TrimEnd('/');
        if (path == VenuePaths.Api)
        {
            var hidesLimits = QueryText.Value(query, "returnRateLimits") == "false";
            _connections.Add(id, new ApiConnection(id, address, now, !hidesLimits));
            _services.Limits.Charge(address, 2, now.Wall);
            return true;
        }

        var isCombined = VenuePaths.IsCombined(path);
        var connection = new StreamConnection(id, address, now, isCombined);
        _connections.Add(id, connection);
        var names = isCombined
            ? QueryText.Value(query, "streams") ?? After(path, "/stream/ws/")
            : After(path, "/ws/");
        foreach (var name in names.Split('/', StringSplitOptions.RemoveEmptyEntries))
            _streamRequests.Subscribe(connection, name);
        return true;
    }

    public void Received(long id, ReadOnlySpan<byte> frame, Instant now)
    {
        if (!_connections.TryGetValue(id, out var connection) || _outbox.IsSilent(id)) return;
        AdvanceMarket(now);
        StrikeMoments(now);
        if (connection.IsGone) return;
        if (connection is ApiConnection && now.Monotonic < _readsAgainAt)
            _delayed.Add(_readsAgainAt, id, isRequest: true, frame);
        else if (connection is ApiConnection api) _dispatcher.Received(api, frame, now);
        else if (CountsMessage((StreamConnection)connection, now))
            _streamRequests.Received((StreamConnection)connection, frame);
        EndTurn(now);
    }

    public void ReceivedPing(long id, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!_connections.TryGetValue(id, out var connection) || _outbox.IsSilent(id)) return;
        if (connection is not StreamConnection streams || CountsMessage(streams, now))
            _outbox.Pong(id, payload);
        EndTurn(now);
    }

    public void ReceivedPong(long id, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!_connections.TryGetValue(id, out var connection)) return;
        if (connection is not StreamConnection streams || CountsMessage(streams, now))
            connection.Ponged(payload);
        EndTurn(now);
    }

    public void Disconnected(long id)
    {
        if (_connections.TryGetValue(id, out var connection)) Forget(connection);
    }

    /// <summary>Plays what is due: the market, held up requests and answers, pings.</summary>
    public void Tick(Instant now)
    {
        AdvanceMarket(now);
        StrikeMoments(now);
        _derived.Publish(now);
        while (_delayed.TryTake(now.Monotonic, out var item))
        {
            if (!_connections.TryGetValue(item.Connection, out var connection)
                || _outbox.IsSilent(item.Connection)) continue;
            if (item.IsRequest) _dispatcher.ReceivedLate((ApiConnection)connection, item.Bytes, now);
            else _outbox.Send(item.Connection, item.Bytes);
        }

        List<(VenueConnection Connection, string Reason)>? ends = null;
        foreach (var connection in _connections.Values)
            if (connection.NextDeadline <= now.Monotonic && connection.CheckLife(now, _outbox) is { } reason)
                (ends ??= []).Add((connection, reason));
        foreach (var (connection, reason) in ends ?? []) End(connection, reason);
        EndTurn(now);
    }

    /// <summary>Tells every client that the venue is about to go; always null, nothing refuses it.</summary>
    public VenueError? AnnounceShutdown(Instant now)
    {
        var payload = FormattableString.Invariant(
            $"{{\"e\":\"serverShutdown\",\"E\":{now.Wall.ToUnixTimeMilliseconds()}}}");
        foreach (var connection in _connections.Values)
            _outbox.Send(connection.Id, Encoding.ASCII.GetBytes(connection switch
            {
                ApiConnection => "{\"event\":" + payload + "}",
                StreamConnection { IsCombined: true } =>
                    "{\"stream\":\"!serverShutdown\",\"data\":" + payload + "}",
                _ => payload,
            }));
        EndTurn(now);
        return null;
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _market.Dispose();
        _dispatcher.Dispose();
        _rest.Dispose();
        _userStreams.Dispose();
        _derived.Dispose();
    }

    /// <summary>A market without a clock of its own goes no faster than its readers read.</summary>
    private bool MarketWaits => double.IsPositiveInfinity(_settings.Speed) && _output.IsCongested;

    private static IMarketSource OpenMarket(SimulatedVenueSettings settings, int run, StreamHub hub)
    {
        if (settings.MarketFeed is { } feed) return new FedMarket(feed, run, hub);
        if (settings.RecordingPath is null) return new GeneratedMarket(settings, run, hub);
        var recorded = new RecordedMarket(settings, run, hub);
        return settings.RecordingAwaitsReader ? new AwaitedMarket(recorded, hub) : recorded;
    }

    private static Ledger OpenLedger(SimulatedVenueSettings settings, ILogger log, ExchangeState state)
    {
        var path = settings.LedgerPath
            ?? (settings.DataDirectory is { } directory ? LedgerFile.PathIn(directory) : null);
        if (path is null) return new Ledger(new MemoryLedgerStore(), []);
        var file = LedgerFile.Open(path, settings.FlushLedgerToDisk, log, out var entries);
        try
        {
            foreach (var entry in entries)
                Recover(state, entry, path);
            return new Ledger(file, entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Recover(ExchangeState state, LedgerEntry entry, string path)
    {
        try
        {
            state.Apply(entry);
        }
        catch (Exception problem) when (
            problem is InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw new LedgerCorruptException(
                $"{path} line {entry.Sequence}: the entry contradicts those before it: {problem.Message}",
                problem);
        }
    }

    private void AdvanceMarket(Instant now)
    {
        if (MarketFailure is not null || MarketWaits) return;
        try
        {
            _market.Advance(now, MarketEventsPerTurn);
        }
        catch (RecordingException problem)
        {
            MarketFailure = problem;
            _log.LogError("The recorded market stopped: {Problem}", problem.Message);
        }
    }

    private bool CountsMessage(StreamConnection connection, Instant now)
    {
        if (connection.CountMessage(now, _settings.RateLimits.StreamMessagesPerSecond)) return true;
        _services.Limits.TallyFlood();
        End(connection, "Too many messages");
        return false;
    }

    private void End(VenueConnection connection, string reason)
    {
        _log.LogInformation("Connection {Id} is closed by the venue: {Reason}", connection.Id, reason);
        _outbox.Close(connection.Id, Encoding.ASCII.GetBytes(reason));
        Forget(connection);
    }

    private void Forget(VenueConnection connection)
    {
        if (!_connections.Remove(connection.Id)) return;
        _outbox.Forget(connection.Id);
        connection.IsGone = true;
        if (connection is StreamConnection streams) _streamRequests.UnsubscribeAll(streams);
        else if (connection is ApiConnection api)
            foreach (var subscription in api.Subscriptions.ToArray())
                _userStreams.Unsubscribe(api, subscription, null);
    }

    /// <summary>
    /// A ledger that cannot be written lets nothing out and ends the venue: the exception is not caught here.
    /// </summary>
    private void EndTurn(Instant now)
    {
        _market.Settle(now);
        _ledger.Commit();
        _userStreams.Release(now);
        _outbox.Release(_output);
    }

    private static string After(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[prefix.Length..])
            : "";

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
