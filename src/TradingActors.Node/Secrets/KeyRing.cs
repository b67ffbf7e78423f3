using System.Collections.Concurrent;
using TradingActors.Domain;

namespace TradingActors.Node.Secrets;

/// <summary>
/// The keys in use. A session takes the account's key when it is made, so that a key put in its place is used
/// from the next session on. Any thread.
/// </summary>
public sealed class KeyRing
{
    private readonly ConcurrentDictionary<AccountId, VenueKey> _keys = new();

    public VenueKey this[AccountId account] => _keys.TryGetValue(account, out var key)
        ? key
        : throw new InvalidOperationException($"no key of account '{account}' is loaded");

    public void Use(AccountId account, VenueKey key) => _keys[account] = key;

    public override string ToString() => $"{_keys.Count} keys (redacted)";
}
