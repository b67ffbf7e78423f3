using System.Buffers.Text;
using System.Text;
using TradingActors.Domain;
using static TradingActors.Venues.Binance.Spans;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// What is said to the streams' socket: subscriptions in messages of at most 4000 bytes, one at a time and no
/// faster than the venue allows, and a probe when the streams have been quiet and every so often, because one
/// may fall silent among others that talk. Says when it wants to be
/// called next.
/// </summary>
internal sealed class StreamsLane
{
    /// <summary>Longer messages have been seen to go unanswered.</summary>
    private const int MessageBytesMax = 4_000;

    private static readonly string[] Kinds = ["@bookTicker", "@trade", "@depth@100ms"];

    private readonly BinanceMarketDataSettings _settings;
    private readonly byte[][] _streams;
    private byte[] _message = new byte[MessageBytesMax];
    private int _subscribed;
    private long _messageId;
    private bool _awaitsAnswer;
    private bool _isProbe;
    private TimeSpan _sentAt = TimeSpan.MinValue;
    private TimeSpan _heardAt;
    private TimeSpan _probedAt;

    public StreamsLane(BinanceMarketDataSettings settings)
    {
        _settings = settings;
        _streams =
        [
            .. settings.Symbols.SelectMany(
                s => Kinds.Select(kind => Encoding.UTF8.GetBytes($"\"{s.Value.ToLowerInvariant()}{kind}\""))),
        ];
    }

    public bool IsOpen { get; private set; }

    /// <summary>True from the answer to the last subscription until the connection closes.</summary>
    public bool IsConfirmed => IsOpen && _subscribed == _streams.Length && (_isProbe || !_awaitsAnswer);

    public TimeSpan NextDeadline =>
        !IsOpen ? TimeSpan.MaxValue
        : _awaitsAnswer ? _sentAt + _settings.PongDeadline
        : _subscribed < _streams.Length ? Spaced
        : Later(Spaced, Earlier(_heardAt + _settings.QuietAfter, _probedAt + _settings.ProbeEvery));

    private TimeSpan Spaced => _sentAt == TimeSpan.MinValue ? _heardAt : _sentAt + _settings.ControlSpacing;

    public void Opened(Instant now)
    {
        IsOpen = true;
        _subscribed = 0;
        _isProbe = false;
        _awaitsAnswer = false;
        _sentAt = TimeSpan.MinValue;
        _heardAt = _probedAt = now.Monotonic;
    }

    public void Closed() => IsOpen = false;

    public void Heard(Instant now) => _heardAt = now.Monotonic;

    /// <summary>True when what was asked has had no answer for too long.</summary>
    public bool IsOverdue(Instant now) =>
        IsOpen && _awaitsAnswer && now.Monotonic - _sentAt >= _settings.PongDeadline;

    /// <summary>The next message when one is due, valid until the next call; empty otherwise.</summary>
    public ReadOnlySpan<byte> Next(Instant now)
    {
        if (!IsOpen || _awaitsAnswer || now.Monotonic < NextDeadline)
            return default;
        _awaitsAnswer = true;
        _sentAt = now.Monotonic;
        _messageId++;
        _isProbe = _subscribed == _streams.Length;
        _probedAt = now.Monotonic;
        return _isProbe ? Message("LIST_SUBSCRIPTIONS"u8, 0) : Message("SUBSCRIBE"u8, BatchLength());
    }

    /// <summary>
    /// What the answer says against the subscriptions; null when all is well or the answer is to nothing.
    /// </summary>
    public string? Answered(in StreamFrame answer)
    {
        if (!answer.AnswerError.IsEmpty)
            return $"refused: {Json.Utf8Interner.DecodeStart(answer.AnswerError)}";
        if (!_awaitsAnswer || answer.AnswerTo != _messageId)
            return null;
        _awaitsAnswer = false;
        if (!_isProbe)
            return null;
        foreach (var stream in _streams)
            if (answer.AnswerResult.IndexOf(stream) < 0)
                return $"{Encoding.UTF8.GetString(stream)} is no longer subscribed";
        return null;
    }

    private int BatchLength()
    {
        var bytes = 60;
        var count = 0;
        while (_subscribed + count < _streams.Length
            && bytes + _streams[_subscribed + count].Length + 1 <= MessageBytesMax)
            bytes += _streams[_subscribed + count++].Length + 1;
        return Math.Max(1, count);
    }

    private ReadOnlySpan<byte> Message(ReadOnlySpan<byte> method, int streams)
    {
        var length = 0;
        Append("{\"method\":\""u8, ref length);
        Append(method, ref length);
        Append("\","u8, ref length);
        if (streams > 0)
        {
            Append("\"params\":["u8, ref length);
            for (var i = 0; i < streams; i++)
            {
                Append(i == 0 ? default : ","u8, ref length);
                Append(_streams[_subscribed + i], ref length);
            }

            Append("],"u8, ref length);
            _subscribed += streams;
        }

        Append("\"id\":"u8, ref length);
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(_messageId, digits, out var written);
        Append(digits[..written], ref length);
        Append("}"u8, ref length);
        return _message.AsSpan(0, length);
    }

    private void Append(ReadOnlySpan<byte> bytes, ref int length)
    {
        if (length + bytes.Length > _message.Length)
            Array.Resize(ref _message, _message.Length * 2);
        bytes.CopyTo(_message.AsSpan(length));
        length += bytes.Length;
    }
}
