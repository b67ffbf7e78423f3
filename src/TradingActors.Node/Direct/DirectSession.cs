using System.Threading.Channels;
using TradingActors.Domain;

namespace TradingActors.Node.Direct;

/// <summary>
/// One session at a venue without an engine around it: what panic, doctor and a key's rehearsal need. Used by
/// one caller at a time, who also drives it: it moves only while somebody waits for it.
/// </summary>
public sealed class DirectSession : IVenueSessionSink, IVenueTransportListener, IDisposable
{
    /// <summary>Frames that may wait for their reader; a venue that sends more is cut off.</summary>
    private const int InputsMax = 16 * 1024;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Channel<Input> _inputs =
        Channel.CreateBounded<Input>(new BoundedChannelOptions(InputsMax) { SingleReader = true });
    private readonly Queue<VenueEvent> _events = new();
    private readonly Queue<byte[]> _outgoing = new();
    private readonly Dictionary<(RateKind, TimeSpan), RateUsage> _rates = [];
    private readonly Clock _clock;
    private readonly IVenueTransport _transport;
    private readonly IVenueSession _session;
    private bool _isWriting;

    public DirectSession(
        Func<IVenueSessionSink, IVenueSession> session, IVenueTransport transport, Clock clock)
    {
        _clock = clock;
        _transport = transport;
        _session = session(this);
    }

    private enum InputKind
    {
        Opened,
        Frame,
        Written,
        Closed,
    }

    /// <summary>Why the session is over; null while it is not.</summary>
    public string? Ended { get; private set; }

    /// <summary>True where the end was a word about the key: trying again changes nothing.</summary>
    public bool IsKeyRefused { get; private set; }

    public IReadOnlyList<Instrument> Instruments { get; private set; } = [];

    /// <summary>What the venue counts, as it last said.</summary>
    public IEnumerable<RateUsage> Rates => _rates.Values;

    /// <summary>The last ping's answer.</summary>
    public VenuePingMeasured? Ping { get; private set; }

    /// <summary>
    /// Connects and logs on. Null when the session is ready, otherwise what kept it from it.
    /// </summary>
    public async Task<string?> OpenAsync(TimeSpan patience)
    {
        var until = _clock.Now.Monotonic + patience;
        _transport.Open(this);
        while (!_session.IsReady && Ended is null)
            if (await NextAsync(until) is null && !_session.IsReady && Ended is null)
                Ended = FormattableString.Invariant($"not ready within {patience.TotalSeconds:0.#} s");
        return Ended;
    }

    public void CancelAll(Symbol symbol) => Send(new CancelAllAtVenue(symbol));

    public void AskOpenOrders() => Send(new QueryOpenOrders());

    public void AskOrder(VenueClientId id, Symbol symbol) => Send(new QueryOrder(id, symbol));

    /// <summary>The next thing that the venue says; null at <paramref name="until"/> or at the end.</summary>
    public async Task<VenueEvent?> NextAsync(TimeSpan until)
    {
        while (true)
        {
            if (_events.TryDequeue(out var next))
                return next;
            var now = _clock.Now;
            if (Ended is not null || now.Monotonic >= until)
                return null;
            if (_inputs.Reader.TryRead(out var input))
            {
                Take(input, now);
                continue;
            }

            _session.Tick(now);
            if (_events.Count == 0)
                await WaitAsync(Earlier(Earlier(until, _session.NextDeadline) - now.Monotonic, WaitMax));
        }
    }

    public void Dispose()
    {
        _transport.Dispose();
        (_session as IDisposable)?.Dispose();
    }

    void IVenueSessionSink.Write(ReadOnlySpan<byte> frame)
    {
        _outgoing.Enqueue(frame.ToArray());
        Flush();
    }

    void IRateLimitSink.Counted(in RateUsage usage) => _rates[(usage.Kind, usage.Window)] = usage;

    void IVenueSessionSink.Emit(VenueEvent venueEvent)
    {
        if (venueEvent is VenueInstruments instruments)
            Instruments = instruments.Instruments;
        else if (venueEvent is VenuePingMeasured ping)
            Ping = ping;
        else if (venueEvent is VenueSessionFailed failed)
        {
            IsKeyRefused = failed.Code is "-2014" or "-2015" or "-1022" or "-2008";
            Ended ??= $"{failed.Code} {failed.Reason}";
        }

        _events.Enqueue(venueEvent);
    }

    void IVenueTransportListener.OnOpened() => Tell(new Input(InputKind.Opened));

    void IVenueTransportListener.OnFrame(ReadOnlySpan<byte> frame) =>
        Tell(new Input(InputKind.Frame, frame.ToArray()));

    void IVenueTransportListener.OnWritten() => Tell(new Input(InputKind.Written));

    void IVenueTransportListener.OnClosed(string reason) => Tell(new Input(InputKind.Closed, null, reason));

    /// <summary>Only what cannot place an order: there is no gate on this way.</summary>
    private void Send(VenueCommand command)
    {
        if (Ended is null)
            _session.Send(command, _clock.Now);
    }

    private void Tell(Input input)
    {
        if (!_inputs.Writer.TryWrite(input))
            _transport.Close("the venue sends more than is read");
    }

    private void Take(Input input, Instant now)
    {
        switch (input.Kind)
        {
            case InputKind.Opened:
                _session.Opened(now);
                break;
            case InputKind.Frame:
                _session.Received(input.Frame, now);
                break;
            case InputKind.Written:
                _isWriting = false;
                Flush();
                break;
            case InputKind.Closed:
                _session.Closed(now);
                Ended ??= input.Reason;
                break;
        }
    }

    private void Flush()
    {
        while (!_isWriting && _outgoing.TryDequeue(out var frame))
            _isWriting = _transport.Write(frame) == WriteResult.Pending;
    }

    private async Task WaitAsync(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
            return;
        using var late = new CancellationTokenSource(span, _clock.Provider);
        try
        {
            await _inputs.Reader.WaitToReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing came in time; the session's deadlines are looked at next.
        }
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed record Input(InputKind Kind, byte[]? Frame = null, string? Reason = null);
}
