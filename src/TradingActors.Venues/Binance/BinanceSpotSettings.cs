using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Signing;

namespace TradingActors.Venues.Binance;

/// <summary>
/// What a <see cref="BinanceSpotSession"/> needs to know. Prints without its key and secret.
/// </summary>
public sealed record BinanceSpotSettings(string ApiKey, VenueSecret Secret, IReadOnlyList<Symbol> Symbols)
{
    public const int RecvWindowMsMax = 60_000;
    public const int SymbolsMax = 500;

    /// <summary>How long after its stamp the venue still takes a request; 1 to 60,000 ms.</summary>
    public int RecvWindowMs { get; init; } = 5_000;

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A ping unanswered for so long fails the session: with the interval, a dead link is noticed within
    /// 8 seconds.
    /// </summary>
    public TimeSpan PongDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A request unanswered for so long has an unknown outcome.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a connection is used before a replacement is asked for; the venue cuts it after 24 hours.
    /// Spread it a little from account to account, so that not all are replaced at once.
    /// </summary>
    public TimeSpan LifeMax { get; init; } = TimeSpan.FromHours(23);

    /// <summary>How often instruments and their filters are asked for again while the session runs.</summary>
    public TimeSpan InstrumentsEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Requests in flight at most, a power of two. New orders and queries stop at three quarters of it, so
    /// that cancels always find room.
    /// </summary>
    public int PendingRequestsMax { get; init; } = 4096;

    /// <summary>What is wrong with the settings, naming the setting; null when nothing is.</summary>
    public string? Problem() =>
        string.IsNullOrWhiteSpace(ApiKey) || ApiKey.Any(c => c is < '!' or > '~' or '"' or '\\')
            ? "ApiKey is empty or has characters that no key has"
        : RecvWindowMs is < 1 or > RecvWindowMsMax
            ? $"RecvWindowMs={RecvWindowMs} is not within 1..{RecvWindowMsMax}"
        : Symbols.Count is 0 or > SymbolsMax
            ? $"Symbols has {Symbols.Count} entries, 1 to {SymbolsMax} are allowed"
        : PingInterval <= TimeSpan.Zero ? "PingInterval is not above zero"
        : PongDeadline <= TimeSpan.Zero ? "PongDeadline is not above zero"
        : RequestTimeout <= TimeSpan.Zero ? "RequestTimeout is not above zero"
        : LifeMax <= TimeSpan.Zero ? "LifeMax is not above zero"
        : InstrumentsEvery <= TimeSpan.Zero ? "InstrumentsEvery is not above zero"
        : PendingRequestsMax < 8 || !System.Numerics.BitOperations.IsPow2(PendingRequestsMax)
            ? $"PendingRequestsMax={PendingRequestsMax} is no power of two of 8 or more"
        : null;

    private bool PrintMembers(StringBuilder text)
    {
        text.Append("ApiKey = (redacted), Secret = ").Append(Secret);
        text.Append(", Symbols = ").AppendJoin(' ', Symbols);
        return true;
    }
}
