using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.SimulatedVenue;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;

namespace TradingActors.Node.Configuration;

/// <summary>One account's key at a venue.</summary>
public sealed record VenueKey(string ApiKey, string SecretText)
{
    public VenueSecret Secret => VenueSecret.FromText(SecretText);

    public override string ToString() => "(redacted)";
}

/// <summary>How a venue is reached and, where the node embeds it, how it behaves.</summary>
public sealed record VenueSettings(
    VenueId Venue,
    TimeSpan RecvWindow,
    TimeSpan PingInterval,
    TimeSpan PongDeadline,
    TimeSpan RequestTimeout,
    IReadOnlyDictionary<AccountId, VenueKey> Keys,
    decimal MakerFeeRate,
    decimal TakerFeeRate,
    int OrdersPerTenSeconds,
    IReadOnlyDictionary<AccountId, IReadOnlyDictionary<string, decimal>> Balances)
{
    public static VenueSettings Read(ConfigReader reader, string name)
    {
        var keys = Named(reader.Section("keys"), ReadKey);
        var embedded = reader.Section("embedded");
        var settings = new VenueSettings(
            new VenueId(name),
            reader.Span("recv-window"),
            reader.Span("ping-interval"),
            reader.Span("pong-deadline"),
            reader.Span("request-timeout"),
            keys,
            embedded.Decimal("maker-fee-bps") / 10_000m,
            embedded.Decimal("taker-fee-bps") / 10_000m,
            embedded.Whole("orders-per-10-seconds", 1),
            Named(embedded.Section("balances"), ReadBalances));
        embedded.Finish();
        reader.Finish();
        if (settings.ForAccount(keys.Keys.First(), [new Symbol("X")]).Problem() is { } problem)
            throw new ConfigKeyException(reader.Path, problem);
        return settings;
    }

    /// <summary>A session's settings; throws where the account has no key.</summary>
    public BinanceSpotSettings ForAccount(AccountId account, IReadOnlyList<Symbol> symbols)
    {
        var key = Keys[account];
        return new BinanceSpotSettings(key.ApiKey, key.Secret, symbols)
        {
            RecvWindowMs = (int)Math.Clamp(RecvWindow.TotalMilliseconds, 0, int.MaxValue),
            PingInterval = PingInterval,
            PongDeadline = PongDeadline,
            RequestTimeout = RequestTimeout,
        };
    }

    /// <summary>The accounts as the embedded venue keeps them: HMAC keys alone.</summary>
    public IReadOnlyList<VenueAccountSettings> EmbeddedAccounts() =>
    [
        .. Keys.Select(k => new VenueAccountSettings
        {
            Name = k.Key.Value,
            ApiKey = k.Value.ApiKey,
            Secret = k.Value.SecretText,
            Balances = Balances.GetValueOrDefault(k.Key) ?? new Dictionary<string, decimal>(),
        }),
    ];

    private static Dictionary<AccountId, T> Named<T>(ConfigReader section, Func<ConfigReader, T> read)
    {
        var named = section.Names().ToDictionary(
            name => new AccountId(name), name => read(section.Section(name)));
        return named.Count > 0 ? named : throw new ConfigKeyException(section.Path, "names no account");
    }

    private static VenueKey ReadKey(ConfigReader reader)
    {
        var key = new VenueKey(reader.Text("api-key"), reader.Text("secret"));
        reader.Finish();
        return VenueSecret.TryCreate(key.SecretText, out var why) is null
            ? throw new ConfigKeyException($"{reader.Path}.secret", why)
            : key;
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
