namespace TradingActors.Engine.Orders;

/// <summary>Why a person's decision was refused, in the order in which it is checked.</summary>
public static class ResolveCodes
{
    /// <summary>The account's desk is not open; ask again.</summary>
    public const string AccountNotReady = "ACCOUNT_NOT_READY";

    public const string ReasonMissing = "REASON_MISSING";

    public const string PrincipalMissing = "PRINCIPAL_MISSING";

    /// <summary>No such order in this account, or it ended too long ago to be remembered.</summary>
    public const string OrderNotFound = "ORDER_NOT_FOUND";

    /// <summary>Only an order in doubt takes a person's word; of any other the venue has spoken.</summary>
    public const string OrderNotUnknown = "ORDER_NOT_UNKNOWN";

    /// <summary>The venue has told the end already; only the trades that belong to it are awaited.</summary>
    public const string VenueHasAnswered = "VENUE_HAS_ANSWERED";

    /// <summary>It cannot have never arrived: the venue gave it a number, or it has filled.</summary>
    public const string VenueHadIt = "VENUE_HAD_IT";

    /// <summary>The last comparisons with the venue show no lasting difference of this asset.</summary>
    public const string NoDifference = "NO_DIFFERENCE";

    /// <summary>There is a difference, and it is not the one that was decided on.</summary>
    public const string AnotherDifference = "ANOTHER_DIFFERENCE";

    /// <summary>A decision on a balance waits for its comparison; one at a time.</summary>
    public const string ResolveUnderWay = "RESOLVE_UNDER_WAY";

    /// <summary>The venue could not be compared with in time; decide again.</summary>
    public const string NotCompared = "NOT_COMPARED";
}
