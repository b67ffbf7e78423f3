using TradingActors.Domain;

namespace TradingActors.Engine.MarketData;

/// <summary>
/// Counts frames that could not be understood and says which are worth a line in the log: each reason once a
/// minute. Reasons beyond the bound share one minute among themselves.
/// </summary>
internal sealed class UnreadableFrames
{
    private const int ReasonsMax = 256;
    private const string Others = "";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, TimeSpan> _loggedAt = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    public bool IsWorthALine(VenueFrameUnreadable frame, Instant now)
    {
        Count += 1 + frame.Untold;
        var isOwn = _loggedAt.Count < ReasonsMax || _loggedAt.ContainsKey(frame.Reason);
        var reason = isOwn ? frame.Reason : Others;
        if (_loggedAt.TryGetValue(reason, out var last) && now.Monotonic - last < Quiet)
            return false;

        _loggedAt[reason] = now.Monotonic;
        return true;
    }
}
