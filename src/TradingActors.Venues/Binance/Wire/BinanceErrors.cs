using System.Collections.Frozen;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>What an error answer means for the request that it answers.</summary>
internal enum BinanceFailure
{
    /// <summary>A definite no: nothing happened.</summary>
    Refused,

    /// <summary>A definite no, and the venue wants fewer requests.</summary>
    Throttled,

    /// <summary>
    /// A definite no, and key, signature or permissions are wrong: no other request will fare better.
    /// </summary>
    KeyRefused,

    /// <summary>The request may have taken effect.</summary>
    Unknown,
}

/// <summary>
/// One row of the error table; <paramref name="RetrySeconds"/> counts where the venue names no time itself.
/// </summary>
internal readonly record struct BinanceErrorRule(
    int Code, string Name, BinanceFailure Meaning, int RetrySeconds = 0, bool IsBan = false);

/// <summary>
/// Every error code that decides something, in one table. A code that is not in it is refused when the status
/// says that the request was at fault (4xx) and unknown in every other case.
/// </summary>
internal static class BinanceErrors
{
    /// <summary>
    /// The timestamp was outside the window: the clock needs measuring. Never "order not found".
    /// </summary>
    public const int InvalidTimestamp = -1021;

    /// <summary>The account's orders are counted out; the address's other requests are not.</summary>
    public const int TooManyOrders = -1015;

    public const int CancelRejected = -2011;
    public const int NoSuchOrder = -2013;
    public const int ReplacePartiallyFailed = -2021;
    public const int ReplaceFailed = -2022;

    /// <summary>The venue's longest ban; a later time of retry is one that was read wrongly.</summary>
    public static readonly TimeSpan BanMax = TimeSpan.FromDays(3);

    public static readonly BinanceErrorRule[] Table =
    [
        new(-1000, "UNKNOWN", BinanceFailure.Unknown),
        new(-1001, "DISCONNECTED", BinanceFailure.Unknown),
        new(-1002, "UNAUTHORIZED", BinanceFailure.KeyRefused),
        new(-1003, "TOO_MANY_REQUESTS", BinanceFailure.Throttled, 60),
        new(-1006, "UNEXPECTED_RESP", BinanceFailure.Unknown),
        new(-1007, "TIMEOUT", BinanceFailure.Unknown),
        new(-1008, "SERVER_BUSY", BinanceFailure.Throttled, 5),
        new(-1013, "INVALID_MESSAGE", BinanceFailure.Refused),
        new(-1014, "UNKNOWN_ORDER_COMPOSITION", BinanceFailure.Refused),
        new(TooManyOrders, "TOO_MANY_ORDERS", BinanceFailure.Throttled, 10),
        new(-1016, "SERVICE_SHUTTING_DOWN", BinanceFailure.Unknown),
        new(-1020, "UNSUPPORTED_OPERATION", BinanceFailure.Refused),
        new(InvalidTimestamp, "INVALID_TIMESTAMP", BinanceFailure.Refused),
        new(-1022, "INVALID_SIGNATURE", BinanceFailure.KeyRefused),
        new(-1034, "TOO_MANY_CONNECTIONS", BinanceFailure.Throttled, 60),
        new(-1100, "ILLEGAL_CHARS", BinanceFailure.Refused),
        new(-1101, "TOO_MANY_PARAMETERS", BinanceFailure.Refused),
        new(-1102, "MANDATORY_PARAM_EMPTY_OR_MALFORMED", BinanceFailure.Refused),
        new(-1103, "UNKNOWN_PARAM", BinanceFailure.Refused),
        new(-1104, "UNREAD_PARAMETERS", BinanceFailure.Refused),
        new(-1105, "PARAM_EMPTY", BinanceFailure.Refused),
        new(-1106, "PARAM_NOT_REQUIRED", BinanceFailure.Refused),
        new(-1108, "PARAM_OVERFLOW", BinanceFailure.Refused),
        new(-1111, "BAD_PRECISION", BinanceFailure.Refused),
        new(-1114, "TIF_NOT_REQUIRED", BinanceFailure.Refused),
        new(-1115, "INVALID_TIF", BinanceFailure.Refused),
        new(-1116, "INVALID_ORDER_TYPE", BinanceFailure.Refused),
        new(-1117, "INVALID_SIDE", BinanceFailure.Refused),
        new(-1118, "EMPTY_NEW_CL_ORD_ID", BinanceFailure.Refused),
        new(-1119, "EMPTY_ORG_CL_ORD_ID", BinanceFailure.Refused),
        new(-1121, "BAD_SYMBOL", BinanceFailure.Refused),
        new(-1128, "OPTIONAL_PARAMS_BAD_COMBO", BinanceFailure.Refused),
        new(-1130, "INVALID_PARAMETER", BinanceFailure.Refused),
        new(-1135, "INVALID_JSON", BinanceFailure.Refused),
        new(-1145, "INVALID_CANCEL_RESTRICTIONS", BinanceFailure.Refused),
        new(-2010, "NEW_ORDER_REJECTED", BinanceFailure.Refused),
        new(CancelRejected, "CANCEL_REJECTED", BinanceFailure.Refused),
        new(NoSuchOrder, "NO_SUCH_ORDER", BinanceFailure.Refused),
        new(-2014, "BAD_API_KEY_FMT", BinanceFailure.KeyRefused),
        new(-2015, "REJECTED_MBX_KEY", BinanceFailure.KeyRefused),
        new(ReplacePartiallyFailed, "CANCEL_REPLACE_PARTIALLY_FAILED", BinanceFailure.Refused),
        new(ReplaceFailed, "CANCEL_REPLACE_FAILED", BinanceFailure.Refused),
        new(-2026, "ORDER_ARCHIVED", BinanceFailure.Refused),
        new(-2035, "SUBSCRIPTION_ACTIVE", BinanceFailure.Refused),
        new(-2036, "SUBSCRIPTION_INACTIVE", BinanceFailure.Refused),
        new(-2038, "ORDER_AMEND_REJECTED", BinanceFailure.Refused),
        new(-2039, "CLIENT_ORDER_ID_INVALID", BinanceFailure.Refused),
    ];

    private static readonly FrozenDictionary<int, BinanceErrorRule> ByCode =
        Table.ToFrozenDictionary(r => r.Code);

    /// <summary>
    /// A throttling code is a definite no whatever the status; otherwise a 5xx status outweighs the code,
    /// because with it the venue itself says that the outcome is unknown.
    /// </summary>
    public static BinanceErrorRule Classify(int status, int code)
    {
        var listed = ByCode.TryGetValue(code, out var rule);
        if (listed && rule.Meaning == BinanceFailure.Throttled)
            return rule with { IsBan = status == 418 };
        return status switch
        {
            401 => new BinanceErrorRule(code, rule.Name ?? "UNAUTHORIZED", BinanceFailure.KeyRefused),
            403 => new BinanceErrorRule(code, rule.Name ?? "FORBIDDEN", BinanceFailure.Throttled, 60),
            418 or 429 => new BinanceErrorRule(
                code, rule.Name ?? "THROTTLED", BinanceFailure.Throttled, 60, IsBan: status == 418),
            >= 400 and < 500 when listed => rule,
            >= 400 and < 500 => new BinanceErrorRule(code, "UNLISTED", BinanceFailure.Refused),
            _ => new BinanceErrorRule(code, rule.Name ?? "UNLISTED", BinanceFailure.Unknown),
        };
    }

    /// <summary>Of a code that stands inside another answer, without a status of its own.</summary>
    public static BinanceErrorRule Classify(int code) => Classify(400, code);
}
