namespace TradingActors.Node.Control;

/// <summary>Body of a reload of keys; every account's where <paramref name="Account"/> is left out.</summary>
public sealed record ReloadKeysRequest(string? Account = null);

/// <summary>What became of an account's key.</summary>
public enum KeyOutcome
{
    /// <summary>What is kept is what is in use.</summary>
    Unchanged,

    /// <summary>A session was made with the new key and the account moves over to it.</summary>
    Replaced,

    /// <summary>
    /// The new key does not work or must not be used; the account trades on with the old one.
    /// </summary>
    Refused,
}

/// <summary>One account's part of a reload; <paramref name="Reason"/> says why it was refused.</summary>
public sealed record ReloadedKey(string Venue, string Account, KeyOutcome Outcome, string Reason);

public sealed record ReloadKeysAnswer(IReadOnlyList<ReloadedKey> Keys);
