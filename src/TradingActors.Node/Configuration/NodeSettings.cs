using Akka.Configuration;
using Serilog.Events;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;

namespace TradingActors.Node.Configuration;

/// <summary>What the host reads of the <c>trading-actors</c> section: its own part and the venues.</summary>
public sealed record NodeSettings(
    LogEventLevel LogLevel,
    TimeSpan StopDeadline,
    TimeSpan StatusEvery,
    string RealMoneyEnvironment,
    IReadOnlyList<VenueSettings> Venues)
{
    private const string RealMoneyKey = "i-trade-real-money-on";

    public static NodeSettings Read(Config config)
    {
        var node = new ConfigReader(config, $"{EngineSettings.Section}.node");
        var venues = new ConfigReader(config, $"{EngineSettings.Section}.venues");
        var kinds = new ConfigReader(config, $"{EngineSettings.Section}.venue-kinds");
        var settings = new NodeSettings(
            node.Choice("log-level", ("debug", LogEventLevel.Debug), ("info", LogEventLevel.Information),
                ("warning", LogEventLevel.Warning), ("error", LogEventLevel.Error)),
            node.Span("stop-deadline"),
            node.Span("status-every"),
            node.Text(RealMoneyKey),
            [.. venues.Names().Select(name => VenueSettings.Read(venues.Section(name), kinds, name))]);
        node.Finish();
        return settings;
    }

    /// <summary>The venue of the account, which must have a key or, at a shadow, a balance there.</summary>
    public VenueSettings VenueOf(AccountSettings account)
    {
        var path = $"{EngineSettings.Section}.accounts.{account.Account}.venue";
        var venue = Venues.FirstOrDefault(v => v.Venue == account.Venue)
            ?? throw new ConfigKeyException(
                path, $"'{account.Venue}' is not one of {string.Join(", ", Venues.Select(v => v.Venue))}");
        if (venue.Kind == VenueKind.BinanceSpotShadow)
            return venue.Balances.ContainsKey(account.Account)
                ? venue
                : throw new ConfigKeyException(path, $"venue '{account.Venue}' is in shadow mode and its "
                    + $"embedded.balances do not say what account '{account.Account}' starts with");
        return venue.Keys.ContainsKey(account.Account)
            ? venue
            : throw new ConfigKeyException(
                path, $"venue '{account.Venue}' has no key for account '{account.Account}'");
    }

    /// <summary>Real money is traded only where somebody has written that it is.</summary>
    public void RequireConsent(VenueSettings venue)
    {
        if (venue.IsRealMoney && RealMoneyEnvironment != venue.Environment)
            throw new ConfigKeyException($"{EngineSettings.Section}.node.{RealMoneyKey}",
                $"is '{RealMoneyEnvironment}' and venue '{venue.Venue}' trades real money: write "
                + $"{RealMoneyKey} = {venue.Environment} if that is what you want");
    }
}
