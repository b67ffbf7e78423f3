using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// One account: where it trades, what it trades, within which limits, and the strategies that belong to it.
/// </summary>
public sealed record AccountSettings(
    AccountId Account,
    VenueId Venue,
    IReadOnlyList<Symbol> Symbols,
    RiskSettings Risk,
    OrderSettings Orders,
    ConnectionSettings Connection,
    JournalSettings Journal,
    IReadOnlyList<StrategyDefinition> Strategies)
{
    /// <summary>
    /// When the account's trading day begins, a time of day in UTC; see <see cref="Positions.TradingDay"/>.
    /// </summary>
    public TimeSpan DayStartsAt { get; init; }

    /// <summary>How the account leaves its positions when a person says so.</summary>
    public required ExitSettings Exits { get; init; }

    public static AccountSettings Read(
        ConfigReader reader,
        string name,
        OrderSettings orders,
        ConnectionSettings connection,
        JournalSettings journal,
        StrategyCatalog catalog)
    {
        if (name.Length > 32 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ConfigKeyException(reader.Path, "an account's name is 1 to 32 of a-z, 0-9 and -");

        var strategies = ReadStrategies(reader, catalog);
        var settings = new AccountSettings(
            new AccountId(name),
            new VenueId(reader.Text("venue")),
            [.. reader.List("symbols").Select(s => new Symbol(s))],
            RiskSettings.Read(reader.Section("risk")),
            orders with { OpeningCosts = ReadOpeningCosts(reader.SectionOrNull("opening-cost")) },
            connection,
            journal,
            strategies)
        {
            DayStartsAt = reader.TimeOfDay("day-starts-at"),
            Exits = ExitSettings.Read(reader.Section("exits")),
        };
        reader.Finish();
        return settings;
    }

    /// <summary>Optional: who names no cost takes the market's price.</summary>
    private static Dictionary<Symbol, Price> ReadOpeningCosts(ConfigReader? section)
    {
        var costs = new Dictionary<Symbol, Price>();
        foreach (var name in section?.Names() ?? [])
            costs[new Symbol(name)] = section!.Decimal(name) is > 0m and var cost
                ? new Price(cost)
                : throw new ConfigKeyException($"{section.Path}.{name}", "a price is above zero");
        return costs;
    }

    /// <summary>Every configured strategy is checked; those named in <c>enabled-strategies</c> run.</summary>
    private static IReadOnlyList<StrategyDefinition> ReadStrategies(ConfigReader reader, StrategyCatalog catalog)
    {
        var section = reader.SectionOrNull("strategies");
        var all = section is null
            ? []
            : section.Names().ToDictionary(
                name => name, name => catalog.Read(new StrategyId(name), section.Section(name)));
        return
        [
            .. reader.List("enabled-strategies").Select(name => all.TryGetValue(name, out var strategy)
                ? strategy
                : throw new ConfigKeyException($"{reader.Path}.enabled-strategies",
                    $"'{name}' has no section under strategies")),
        ];
    }
}
