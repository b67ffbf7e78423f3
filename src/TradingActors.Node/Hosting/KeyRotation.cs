using TradingActors.Domain;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Direct;
using TradingActors.Node.Secrets;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Puts changed keys into use while their accounts trade. A new key is tried with a session of its own first:
/// one that cannot log on, or that must not be used, changes nothing.
/// </summary>
public sealed class KeyRotation(
    NodePlan plan, IReadOnlyList<VenueAccess> venues, ILoggerFactory loggers,
    Func<VenueAccess, AccountId, VenueKey, Task<string?>>? rehearse = null)
{
    private static readonly TimeSpan RehearsalPatience = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = loggers.CreateLogger<KeyRotation>();
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>
    /// Reads the keys of <paramref name="account"/>, or of all, and calls <paramref name="replaced"/> for
    /// each account whose key is another now.
    /// </summary>
    public async Task<ReloadKeysAnswer> ReloadAsync(string? account, Action<AccountId> replaced)
    {
        await _one.WaitAsync();
        try
        {
            var keys = new List<ReloadedKey>();
            foreach (var venue in venues)
                foreach (var settings in plan.AccountsAt(venue.Settings))
                    if ((account is null || settings.Account.Value == account)
                        && venue.Settings.Keys.TryGetValue(settings.Account, out var source))
                        keys.Add(await ReloadAsync(venue, settings.Account, source, replaced));
            return new ReloadKeysAnswer(keys);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ReloadedKey> ReloadAsync(
        VenueAccess venue, AccountId account, VenueKeySource source, Action<AccountId> replaced)
    {
        var name = venue.Settings.Venue.Value;
        VenueKey key;
        try
        {
            key = source.Load();
            if (key.IsSameAs(venue.Keys[account]))
                return new ReloadedKey(name, account.Value, KeyOutcome.Unchanged, "");
            if (venue.Settings.IsLive)
                await KeyCheck.RequireAsync(venue.Settings, account, key, loggers);
        }
        catch (Exception e) when (
            e is SecretUnavailableException or ConfigurationException or VenueUnreachableException)
        {
            return Refused(name, account, e.Message);
        }

        if (await (rehearse ?? RehearseAsync)(venue, account, key) is { } problem)
            return Refused(name, account, $"a session with the new key: {problem}");
        venue.Keys.Use(account, key);
        replaced(account);
        _log.LogInformation("Account {Account} moves over to a new key", account.Value);
        return new ReloadedKey(name, account.Value, KeyOutcome.Replaced, "");
    }

    private async Task<string?> RehearseAsync(VenueAccess venue, AccountId account, VenueKey key)
    {
        var symbols = plan.SymbolsAt(venue.Settings);
        var connector = venue.Connector(symbols);
        using var session = new DirectSession(
            sink => new TradingActors.Venues.Binance.BinanceSpotSession(
                venue.Settings.ForSession(key, symbols), sink),
            connector.Transports.Create(connector.ApiAddress),
            Clock.System);
        return await session.OpenAsync(RehearsalPatience);
    }

    private ReloadedKey Refused(string venue, AccountId account, string reason)
    {
        _log.LogError(
            "The new key of account {Account} is not used, the old one stays: {Reason:l}", account.Value,
            reason);
        return new ReloadedKey(venue, account.Value, KeyOutcome.Refused, reason);
    }
}
