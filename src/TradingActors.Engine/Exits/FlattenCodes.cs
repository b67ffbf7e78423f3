namespace TradingActors.Engine.Exits;

/// <summary>Why a flatten was refused, in the order in which it is checked.</summary>
public static class FlattenCodes
{
    public const string ReasonMissing = "REASON_MISSING";

    public const string PrincipalMissing = "PRINCIPAL_MISSING";

    /// <summary>The account's desk is not open; ask again.</summary>
    public const string AccountNotReady = "ACCOUNT_NOT_READY";

    /// <summary>The scope does not name this account or anything in it.</summary>
    public const string ScopeNotHere = "SCOPE_NOT_HERE";

    /// <summary>
    /// A strategy's. Its share nets with others' in the account's position: what makes the share smaller may
    /// make the position larger, and an exit never does that.
    /// </summary>
    public const string ScopeNotSupported = "SCOPE_NOT_SUPPORTED";

    /// <summary>The terms are wider than the account's own.</summary>
    public const string TermsTooWide = "TERMS_TOO_WIDE";

    /// <summary>The id was used before, and that flatten has ended.</summary>
    public const string IdUsed = "FLATTEN_ID_USED";

    /// <summary>As many are under way as the account can carry.</summary>
    public const string TooMany = "TOO_MANY_FLATTENS";

    /// <summary>The account did not answer in time; it may have started.</summary>
    public const string NoAnswer = "NO_ANSWER";
}
