using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

public enum ScopeKind
{
    Everything,
    Venue,
    Account,
    Strategy,
    Instrument,
}

/// <summary>
/// What a hold applies to. Spelled <c>all</c>, <c>venue:NAME</c>, <c>account:NAME</c>,
/// <c>strategy:ACCOUNT/NAME</c>, <c>instrument:VENUE/SYMBOL</c>.
/// </summary>
public sealed record Scope(ScopeKind Kind, string Owner = "", string Name = "")
{
    public static readonly Scope Everything = new(ScopeKind.Everything);

    public static Scope Venue(VenueId venue) => new(ScopeKind.Venue, venue.Value);

    public static Scope Account(AccountId account) => new(ScopeKind.Account, account.Value);

    public static Scope Strategy(AccountId account, StrategyId strategy) =>
        new(ScopeKind.Strategy, account.Value, strategy.Value);

    public static Scope Instrument(VenueId venue, Symbol symbol) =>
        new(ScopeKind.Instrument, venue.Value, symbol.Value);

    /// <summary>True when the scope is the account, contains it or is a part of it.</summary>
    public bool Concerns(AccountId account, VenueId venue) => Kind switch
    {
        ScopeKind.Everything => true,
        ScopeKind.Venue or ScopeKind.Instrument => Owner == venue.Value,
        _ => Owner == account.Value,
    };

    /// <summary>
    /// True when everything in <paramref name="inner"/> is in this scope, as far as the names alone tell:
    /// which venue an account belongs to they do not.
    /// </summary>
    public bool Covers(Scope inner) => this == inner || Kind switch
    {
        ScopeKind.Everything => true,
        ScopeKind.Venue => inner.Kind == ScopeKind.Instrument && inner.Owner == Owner,
        ScopeKind.Account => inner.Kind == ScopeKind.Strategy && inner.Owner == Owner,
        _ => false,
    };

    /// <summary>Reads the spelling; <paramref name="why"/> says what is wrong with a bad one.</summary>
    public static bool TryParse(string text, out Scope scope, out string why)
    {
        scope = Everything;
        why = "";
        if (text == "all")
            return true;

        var colon = text.IndexOf(':');
        var slash = text.IndexOf('/');
        var (kind, owner, name) = colon < 0
            ? (text, "", "")
            : slash < 0
                ? (text[..colon], text[(colon + 1)..], "")
                : (text[..colon], text[(colon + 1)..slash], text[(slash + 1)..]);
        var parsed = kind switch
        {
            "venue" when owner.Length > 0 && slash < 0 => new Scope(ScopeKind.Venue, owner),
            "account" when owner.Length > 0 && slash < 0 => new Scope(ScopeKind.Account, owner),
            "strategy" when owner.Length > 0 && name.Length > 0 => new Scope(ScopeKind.Strategy, owner, name),
            "instrument" when owner.Length > 0 && name.Length > 0 =>
                new Scope(ScopeKind.Instrument, owner, name),
            _ => null,
        };
        if (parsed is null)
        {
            why = $"'{text}' is not a scope: write all, venue:NAME, account:NAME, strategy:ACCOUNT/NAME "
                + "or instrument:VENUE/SYMBOL";
            return false;
        }

        scope = parsed;
        return true;
    }

    public override string ToString() => Kind switch
    {
        ScopeKind.Everything => "all",
        ScopeKind.Venue => $"venue:{Owner}",
        ScopeKind.Account => $"account:{Owner}",
        ScopeKind.Strategy => $"strategy:{Owner}/{Name}",
        _ => $"instrument:{Owner}/{Name}",
    };
}
