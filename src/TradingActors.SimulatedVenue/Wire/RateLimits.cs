using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Counts requests by address and unfilled orders by account. Kept in memory: a restarted venue begins with
/// empty windows.
/// </summary>
internal sealed class RateLimits(RateLimitSettings settings)
{
    /// <summary>
    /// A first fill as taker takes its order out of the unfilled count; as maker it is rewarded.
    /// </summary>
    private const int TakerFillCredit = 1;

    private const int MakerFillCredit = 5;

    private readonly Dictionary<string, Address> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RateWindow[]> _orders = new(StringComparer.Ordinal);

    public RateLimitSettings Settings { get; } = settings;

    /// <summary>What was refused so far. Replaced as a whole, so that any thread may read it.</summary>
    public VenueCounts Counts { get; private set; } = new();

    /// <summary>The windows of an address that answers show.</summary>
    public RateWindow WeightOf(string address, DateTimeOffset now) => Of(address, now).Weight;

    public RateWindow[] OrdersOf(string account, DateTimeOffset now)
    {
        if (!_orders.TryGetValue(account, out var windows))
            _orders.Add(account, windows =
            [
                new RateWindow(
                    "ORDERS", "SECOND", 10, TimeSpan.FromSeconds(10), Settings.OrdersPerTenSeconds),
                new RateWindow("ORDERS", "DAY", 1, TimeSpan.FromDays(1), Settings.OrdersPerDay),
            ]);
        foreach (var window in windows) window.MoveTo(now);
        return windows;
    }

    /// <summary>
    /// Counts one request of a weight; null when it may go on. <paramref name="retryAtMs"/> is when to come
    /// back.
    /// </summary>
    public VenueError? Admit(string address, int weight, DateTimeOffset now, out long retryAtMs)
    {
        var counts = Of(address, now);
        retryAtMs = counts.BannedUntilMs;
        if (now.ToUnixTimeMilliseconds() < counts.BannedUntilMs) return Banned(counts.BannedUntilMs);
        counts.Raw.Add(1);
        if (!counts.Raw.Fits(0))
            return Refuse(counts, counts.Raw, now, "Too many requests", out retryAtMs);
        if (!counts.Weight.Fits(weight))
            return Refuse(
                counts,
                counts.Weight,
                now,
                $"Too much request weight used; current limit is {Settings.WeightPerMinute} request weight "
                + "per 1 MINUTE",
                out retryAtMs);
        counts.Weight.Add(weight);
        return null;
    }

    /// <summary>Adds weight that is known only afterwards: what a failed order costs.</summary>
    public void Charge(string address, int weight, DateTimeOffset now) => Of(address, now).Weight.Add(weight);

    /// <summary>The unfilled order limit that one more order would break, or null.</summary>
    public RateWindow? OrderLimitHit(string account, DateTimeOffset now)
    {
        foreach (var window in OrdersOf(account, now))
            if (!window.Fits(1)) return window;
        return null;
    }

    public void CountOrder(string account, DateTimeOffset now)
    {
        foreach (var window in OrdersOf(account, now)) window.Add(1);
    }

    public void CountFirstFill(string account, bool isMaker, DateTimeOffset now)
    {
        foreach (var window in OrdersOf(account, now))
            window.Add(isMaker ? -MakerFillCredit : -TakerFillCredit);
    }

    /// <summary>A filter's refusal comes before the order is counted at all.</summary>
    public void UncountOrder(string account, DateTimeOffset now)
    {
        foreach (var window in OrdersOf(account, now)) window.Add(-1);
    }

    /// <summary>Counts a connection; false when the address has made too many.</summary>
    public bool AdmitConnection(string address, DateTimeOffset now)
    {
        var window = Of(address, now).Connections;
        window.MoveTo(now);
        window.Add(1);
        var isAdmitted = window.Fits(0);
        Counts = Counts with
        {
            Connections = Counts.Connections + 1,
            ConnectionsRefused = Counts.ConnectionsRefused + (isAdmitted ? 0 : 1),
        };
        return isAdmitted;
    }

    /// <summary>Counts what a request was answered with, where that is a refusal for too much.</summary>
    public void Tally(VenueError? error) => Counts = error switch
    {
        { Status: 418 } => Counts with { RequestsBanned = Counts.RequestsBanned + 1 },
        { Status: 429, Code: VenueError.TooManyOrdersCode } =>
            Counts with { OrdersThrottled = Counts.OrdersThrottled + 1 },
        { Status: 429 } => Counts with { RequestsThrottled = Counts.RequestsThrottled + 1 },
        _ => Counts,
    };

    /// <summary>Counts a refusal that a fault made up.</summary>
    public void TallyProvoked() => Counts = Counts with { Provoked = Counts.Provoked + 1 };

    /// <summary>Bans the address, as a fault has it, and says what the request is answered with.</summary>
    public VenueError Ban(string address, TimeSpan span, DateTimeOffset now, out long retryAtMs)
    {
        TallyProvoked();
        retryAtMs = Of(address, now).BannedUntilMs = (now + span).ToUnixTimeMilliseconds();
        return Banned(retryAtMs);
    }

    public void TallyFlood() => Counts = Counts with { StreamsFlooded = Counts.StreamsFlooded + 1 };

    private VenueError Refuse(
        Address counts, RateWindow window, DateTimeOffset now, string problem, out long retryAtMs)
    {
        counts.Refusals++;
        if (counts.Refusals >= Settings.RefusalsBeforeBan)
        {
            retryAtMs = counts.BannedUntilMs = (now + Settings.Ban).ToUnixTimeMilliseconds();
            return Banned(retryAtMs);
        }

        retryAtMs = window.EndsAtMs;
        return new VenueError(
            -1003,
            problem + ". Please use WebSocket Streams for live updates to avoid polling the API.",
            429);
    }

    private static VenueError Banned(long untilMs) => new(
        -1003,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Way too much request weight used; IP banned until {untilMs}. ")
        + "Please use WebSocket Streams for live updates to avoid bans.",
        418);

    private Address Of(string address, DateTimeOffset now)
    {
        if (!_addresses.TryGetValue(address, out var counts))
            _addresses.Add(address, counts = new Address(Settings));
        var before = counts.Weight.EndsAtMs;
        counts.Weight.MoveTo(now);
        counts.Raw.MoveTo(now);
        if (counts.Weight.EndsAtMs != before) counts.Refusals = 0;
        return counts;
    }

    private sealed class Address(RateLimitSettings settings)
    {
        public RateWindow Weight { get; } =
            new("REQUEST_WEIGHT", "MINUTE", 1, TimeSpan.FromMinutes(1), settings.WeightPerMinute);

        public RateWindow Raw { get; } =
            new("RAW_REQUESTS", "MINUTE", 5, TimeSpan.FromMinutes(5), settings.RawPerFiveMinutes);

        public RateWindow Connections { get; } = new(
            "CONNECTIONS", "MINUTE", 5, TimeSpan.FromMinutes(5), settings.ConnectionsPerFiveMinutes);

        public int Refusals { get; set; }

        public long BannedUntilMs { get; set; }
    }
}
