using Akka.Configuration;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Strategies;

namespace TradingActors.Engine;

/// <summary>
/// The whole engine's settings, from the <c>trading-actors</c> section; every key is known and none is
/// guessed.
/// </summary>
public sealed record EngineSettings(
    IReadOnlyList<AccountSettings> Accounts,
    EmergencySettings Emergency,
    HealthSettings Health,
    MarketDataSettings MarketData,
    RateBudgetSettings RateBudget,
    JournalSettings Journal,
    AuditSettings Audit)
{
    public const string Section = "trading-actors";

    /// <summary>Keys of the section that the host reads, not the engine.</summary>
    private static readonly string[] HostKeys = ["venues", "venue-kinds", "node"];

    public static EngineSettings Read(Config config, StrategyCatalog catalog)
    {
        var reader = new ConfigReader(config, Section);
        var orders = OrderSettings.Read(reader.Section("orders"));
        var connection = ConnectionSettings.Read(reader.Section("connection"));
        var journal = JournalSettings.Read(reader.Section("journal"));
        var accounts = reader.Section("accounts");
        var settings = new EngineSettings(
            [.. accounts.Names().Select(name =>
                AccountSettings.Read(accounts.Section(name), name, orders, connection, journal, catalog))],
            EmergencySettings.Read(reader.Section("emergency")),
            HealthSettings.Read(reader.Section("health")),
            MarketDataSettings.Read(reader.Section("market-data")),
            RateBudgetSettings.Read(reader.Section("rate-budget")),
            journal,
            AuditSettings.Read(reader.Section("audit")));
        foreach (var key in HostKeys)
            reader.SectionOrNull(key);
        reader.Finish();
        return settings.Accounts.Count > 0
            ? settings
            : throw new ConfigKeyException($"{Section}.accounts", "no account is configured");
    }
}
