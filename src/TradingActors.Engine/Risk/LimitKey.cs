namespace TradingActors.Engine.Risk;

/// <summary>What a limit holds for.</summary>
public enum LimitLevel
{
    Account,
    Strategy,
    Instrument,
}

/// <summary>
/// One limit of one account, by the name that it has in the configuration. Spelled
/// <c>account/gross-exposure-max</c>, <c>strategy:NAME/daily-loss-max</c>,
/// <c>instrument:SYMBOL/position-max</c>.
/// </summary>
public sealed record LimitKey(LimitLevel Level, string Owner, string Limit)
{
    /// <summary>Reads the spelling; <paramref name="why"/> says what is wrong with a bad one.</summary>
    public static bool TryParse(string text, out LimitKey key, out string why)
    {
        key = new LimitKey(LimitLevel.Account, "", "");
        why = "";
        var slash = text.LastIndexOf('/');
        var (owner, limit) = slash < 0 ? ("", "") : (text[..slash], text[(slash + 1)..]);
        var parsed = (owner, limit) switch
        {
            (_, "") => null,
            ("account", _) => new LimitKey(LimitLevel.Account, "", limit),
            _ when owner.StartsWith("strategy:", StringComparison.Ordinal) && owner.Length > 9 =>
                new LimitKey(LimitLevel.Strategy, owner[9..], limit),
            _ when owner.StartsWith("instrument:", StringComparison.Ordinal) && owner.Length > 11 =>
                new LimitKey(LimitLevel.Instrument, owner[11..], limit),
            _ => null,
        };
        if (parsed is null)
        {
            why = $"'{text}' is not a limit: write account/LIMIT, strategy:NAME/LIMIT or "
                + "instrument:SYMBOL/LIMIT";
            return false;
        }

        key = parsed;
        return true;
    }

    public override string ToString() => Level switch
    {
        LimitLevel.Account => $"account/{Limit}",
        LimitLevel.Strategy => $"strategy:{Owner}/{Limit}",
        _ => $"instrument:{Owner}/{Limit}",
    };
}
