using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Accounts;

/// <summary>One account: where it trades, what it trades, within which limits, and the strategies that belong to it.</summary>
public sealed record AccountSettings(
    AccountId Account,
    VenueId Venue,
    IReadOnlyList<Symbol> Symbols,
    RiskSettings Risk,
    OrderSettings Orders,
    ReconnectSettings Reconnect,
    JournalSettings Journal,
    IReadOnlyList<StrategySettings> Strategies)
{
    public static AccountSettings Read(
        ConfigReader reader,
        string name,
        OrderSettings orders,
        ReconnectSettings reconnect,
        JournalSettings journal)
    {
        if (name.Length > 32 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ConfigKeyException(reader.Path, "an account's name is 1 to 32 of a-z, 0-9 and -");

        var strategies = reader.SectionOrNull("strategies");
        var settings = new AccountSettings(
            new AccountId(name),
            new VenueId(reader.Text("venue")),
            [.. reader.List("symbols").Select(s => new Symbol(s))],
            RiskSettings.Read(reader.Section("risk")),
            orders,
            reconnect,
            journal,
            strategies is null
                ? []
                : [.. strategies.Names().Select(s => StrategySettings.Read(strategies.Section(s), s))]);
        reader.Finish();
        return settings;
    }
}

/// <summary>One strategy: its kind, what it trades, and the section with its own keys.</summary>
public sealed record StrategySettings(StrategyId Strategy, bool Enabled, IReadOnlyList<Symbol> Symbols, string Kind, ConfigReader Parameters)
{
    public static StrategySettings Read(ConfigReader reader, string name)
    {
        var settings = new StrategySettings(
            new StrategyId(name),
            reader.Switch("enabled"),
            [.. reader.List("symbols").Select(s => new Symbol(s))],
            reader.Text("kind"),
            reader.Section("parameters"));
        reader.Finish();
        return settings;
    }
}
