using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;

namespace TradingActors.Tests.SimulatedVenue;

/// <summary>The venue's core on a clock of its own, with what it sends gathered by connection.</summary>
internal sealed class VenueHarness : IVenueOutput, IDisposable
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<(long Connection, OutboundKind Kind, string Text)> _sent = [];
    private int _read;
    private int _pinged;
    private long _connections;
    private int _requests;

    public VenueHarness(SimulatedVenueSettings? settings = null)
    {
        Now = new Instant(Epoch, TimeSpan.Zero);
        Core = new VenueCore(settings ?? new SimulatedVenueSettings(), this, NullLogger.Instance, Now);
    }

    public VenueCore Core { get; }

    public Instant Now { get; private set; }

    public bool IsCongested { get; set; }

    /// <summary>Whether pings that come up during <see cref="Wait"/> are answered, as a client's library does.</summary>
    public bool AnswersPings { get; set; } = true;

    public long NowMs => Now.Wall.ToUnixTimeMilliseconds();

    /// <summary>What was sent since the last look.</summary>
    public List<(long Connection, OutboundKind Kind, string Text)> Take()
    {
        var taken = _sent.GetRange(_read, _sent.Count - _read);
        _read = _sent.Count;
        return taken;
    }

    public List<JsonElement> TakeTexts(long connection) =>
        [.. Take().Where(sent => sent.Connection == connection && sent.Kind == OutboundKind.Text)
            .Select(sent => JsonDocument.Parse(sent.Text).RootElement)];

    public long Connect(string path = "/ws-api/v3", string query = "")
    {
        var id = ++_connections;
        if (!Core.Connected(id, path, query, "127.0.0.1", Now)) throw new ArgumentException(path);
        return id;
    }

    /// <summary>Moves the clock on in steps of at most 10 ms, as a host that keeps its deadlines would.</summary>
    public void Wait(TimeSpan span)
    {
        var end = Now.Monotonic + span;
        while (Now.Monotonic < end)
        {
            var step = end - Now.Monotonic;
            Now = Now.Plus(step < TimeSpan.FromMilliseconds(10) ? step : TimeSpan.FromMilliseconds(10));
            Core.Tick(Now);
            if (AnswersPings) AnswerPings();
        }
    }

    /// <summary>Moves the clock on without telling the core.</summary>
    public void Jump(TimeSpan span) => Now = Now.Plus(span);

    public void Send(long connection, string text) =>
        Core.Received(connection, Encoding.UTF8.GetBytes(text), Now);

    /// <summary>Sends a signed request and returns its answer; events stay for <see cref="Take"/>.</summary>
    public JsonElement Ask(long connection, string method, params (string Name, string Value)[] parameters) =>
        Answer(connection, SignedRequest.Create(++_requests, method, NowMs, parameters));

    public JsonElement AskUnsigned(
        long connection, string method, params (string Name, string Value)[] parameters) =>
        Answer(connection, SignedRequest.Unsigned(++_requests, method, parameters));

    /// <summary>The first answer to a frame, whatever else was sent.</summary>
    public JsonElement Answer(long connection, string frame)
    {
        var before = _sent.Count;
        Send(connection, frame);
        for (var i = before; i < _sent.Count; i++)
        {
            if (_sent[i].Connection != connection || _sent[i].Kind != OutboundKind.Text) continue;
            var json = JsonDocument.Parse(_sent[i].Text).RootElement;
            if (!json.TryGetProperty("event", out _)) return json;
        }

        throw new InvalidOperationException("The venue did not answer.");
    }

    private void AnswerPings()
    {
        for (; _pinged < _sent.Count; _pinged++)
            if (_sent[_pinged] is { Kind: OutboundKind.Ping } ping)
                Core.ReceivedPong(ping.Connection, Encoding.UTF8.GetBytes(ping.Text), Now);
    }

    void IVenueOutput.Send(long connection, OutboundKind kind, ReadOnlySpan<byte> bytes) =>
        _sent.Add((connection, kind, Encoding.UTF8.GetString(bytes)));

    public void Dispose() => Core.Dispose();
}
