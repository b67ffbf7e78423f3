using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Node.Secrets;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;

namespace TradingActors.Node.Configuration;

/// <summary>
/// How a venue is reached and, where the node embeds it, how it behaves. <paramref name="Environment"/> is
/// <c>simulated</c>, <c>testnet</c>, <c>mainnet</c> or a shadow of one of these;
/// <paramref name="Endpoints"/> is null for a simulated venue, <paramref name="Keys"/> empty for a shadow.
/// </summary>
public sealed record VenueSettings(
    VenueId Venue,
    VenueKind Kind,
    string Environment,
    VenueEndpoints? Endpoints,
    TimeSpan RecvWindow,
    TimeSpan PingInterval,
    TimeSpan PongDeadline,
    TimeSpan RequestTimeout,
    IReadOnlyDictionary<AccountId, VenueKeySource> Keys,
    decimal MakerFeeRate,
    decimal TakerFeeRate,
    int OrdersPerTenSeconds,
    IReadOnlyDictionary<AccountId, IReadOnlyDictionary<string, decimal>> Balances)
{
    public const string Mainnet = "mainnet";

    /// <summary>True where an order that is sent is an order at an exchange.</summary>
    public bool IsLive => Kind == VenueKind.BinanceSpot;

    public bool IsRealMoney => IsLive && Environment == Mainnet;

    /// <summary>Reads the venue's section above the defaults of its kind.</summary>
    public static VenueSettings Read(ConfigReader section, ConfigReader kinds, string name)
    {
        var kindName = section.Text("kind");
        if (!kinds.Names().Contains(kindName, StringComparer.Ordinal))
            throw new ConfigKeyException($"{section.Path}.kind",
                $"'{kindName}' is not one of {string.Join(", ", kinds.Names())}");
        var reader = section.Over(kinds.Section(kindName));
        reader.Text("kind");
        var kind = KindOf(reader, kindName);
        var target = kind == VenueKind.Simulated ? "simulated" : reader.Text("environment");
        var embedded = reader.Section("embedded");
        var settings = new VenueSettings(
            new VenueId(name),
            kind,
            kind == VenueKind.BinanceSpotShadow ? $"shadow of {target}" : target,
            kind == VenueKind.Simulated ? null : VenueEndpoints.Read(reader, target),
            reader.Span("recv-window"),
            reader.Span("ping-interval"),
            reader.Span("pong-deadline"),
            reader.Span("request-timeout"),
            ReadKeys(reader, kind),
            embedded.Decimal("maker-fee-bps") / 10_000m,
            embedded.Decimal("taker-fee-bps") / 10_000m,
            embedded.Whole("orders-per-10-seconds", 1),
            embedded.SectionOrNull("balances") is { } balances ? Named(balances, ReadBalances) : NoBalances);
        embedded.Finish();
        reader.Finish();
        var probe = new BinanceSpotSettings("-", VenueSecret.FromText("-"), [new Symbol("X")]);
        return settings.Apply(probe).Problem() is { } problem
            ? throw new ConfigKeyException(reader.Path, problem)
            : settings;
    }

    /// <summary>The settings of a session with this key.</summary>
    public BinanceSpotSettings ForSession(VenueKey key, IReadOnlyList<Symbol> symbols) =>
        Apply(new BinanceSpotSettings(key.ApiKey, key.Secret, symbols));

    /// <summary>The accounts as the embedded venue keeps them: HMAC keys alone.</summary>
    public IReadOnlyList<VenueAccountSettings> EmbeddedAccounts() =>
    [
        .. Keys.Select(k => new VenueAccountSettings
        {
            Name = k.Key.Value,
            ApiKey = k.Value.ApiKey.ReadText(),
            Secret = k.Value.Secret.ReadText(),
            Balances = Balances.GetValueOrDefault(k.Key) ?? new Dictionary<string, decimal>(),
        }),
    ];

    private static readonly Dictionary<AccountId, IReadOnlyDictionary<string, decimal>> NoBalances = [];

    private BinanceSpotSettings Apply(BinanceSpotSettings settings) => settings with
    {
        RecvWindowMs = (int)Math.Clamp(RecvWindow.TotalMilliseconds, 0, int.MaxValue),
        PingInterval = PingInterval,
        PongDeadline = PongDeadline,
        RequestTimeout = RequestTimeout,
    };

    private static VenueKind KindOf(ConfigReader reader, string name) => name switch
    {
        "simulated" => VenueKind.Simulated,
        "binance-spot" => reader.Choice(
            "mode", ("live", VenueKind.BinanceSpot), ("shadow", VenueKind.BinanceSpotShadow)),
        _ => throw new ConfigKeyException(
            $"{reader.Path}.kind", $"'{name}' is not one of simulated, binance-spot"),
    };

    /// <summary>
    /// A shadow's keys may stand there, for the day it goes live; they are not even looked at.
    /// </summary>
    private static Dictionary<AccountId, VenueKeySource> ReadKeys(ConfigReader reader, VenueKind kind)
    {
        if (kind != VenueKind.BinanceSpotShadow)
            return Named(
                reader.Section("keys"), key => VenueKeySource.Read(key, kind == VenueKind.Simulated));
        reader.SectionOrNull("keys");
        return [];
    }

    private static Dictionary<AccountId, T> Named<T>(ConfigReader section, Func<ConfigReader, T> read)
    {
        var named = section.Names().ToDictionary(
            name => new AccountId(name), name => read(section.Section(name)));
        return named.Count > 0 ? named : throw new ConfigKeyException(section.Path, "names no account");
    }

    private static IReadOnlyDictionary<string, decimal> ReadBalances(ConfigReader reader)
    {
        var balances = reader.Names().ToDictionary(asset => asset, reader.Decimal);
        foreach (var (asset, total) in balances)
            if (total < 0m)
                throw new ConfigKeyException($"{reader.Path}.{asset}", "must not be negative");
        return balances;
    }
}
