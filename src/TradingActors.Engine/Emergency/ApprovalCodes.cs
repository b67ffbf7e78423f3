namespace TradingActors.Engine.Emergency;

/// <summary>Why an approval was refused, in the order in which it is checked.</summary>
public static class ApprovalCodes
{
    /// <summary>Nobody was named.</summary>
    public const string PrincipalMissing = "PRINCIPAL_MISSING";

    /// <summary>Nothing waits under this id: never asked for, already approved, or forgotten.</summary>
    public const string Unknown = "APPROVAL_UNKNOWN";

    /// <summary>Who asked cannot approve.</summary>
    public const string SamePerson = "SAME_PERSON";

    /// <summary>The second person came too late.</summary>
    public const string Expired = "APPROVAL_EXPIRED";

    /// <summary>
    /// The state is not the one that it was asked for any more: it has to be asked for anew.
    /// </summary>
    public const string Stale = "APPROVAL_STALE";
}
