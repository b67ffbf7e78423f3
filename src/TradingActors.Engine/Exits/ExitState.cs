using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Exits;

/// <summary>What is to be done with a flatten that was asked for: exactly one of the three is set.</summary>
internal readonly record struct FlattenDecision(
    FlattenState? Started = null, FlattenState? Joined = null, FlattenRefused? Refused = null);

/// <summary>
/// The flattens of one account: those under way, about different instruments each, and what the latest came
/// to. One is begun when its request is durable and forgotten when its end is.
/// </summary>
internal sealed class ExitState(AccountId account, VenueId venue, ExitSettings settings, long epoch)
{
    /// <summary>More instruments than a person flattens one by one.</summary>
    public const int UnderWayMax = 64;

    /// <summary>The latest ended flattens that are remembered.</summary>
    public const int EndedMax = 20;

    private readonly List<FlattenState> _underWay = [];
    private readonly Queue<FlattenReport> _ended = new();
    private int _count;

    public IReadOnlyList<FlattenState> UnderWay => _underWay;

    public FlattenState? Find(string flattenId) =>
        _underWay.FirstOrDefault(f => f.Request.FlattenId == flattenId);

    public FlattenReport? FindEnded(string flattenId) =>
        _ended.FirstOrDefault(r => r.FlattenId == flattenId);

    /// <summary>
    /// One that is under way and covers what is asked for is joined. One that is covered by what is asked for
    /// makes way for it.
    /// </summary>
    public FlattenDecision Decide(Flatten flatten, Instant now)
    {
        if (WhyNot(flatten) is { } refusal)
            return new FlattenDecision(Refused: refusal);

        Symbol? symbol = flatten.Scope.Kind == ScopeKind.Instrument ? new Symbol(flatten.Scope.Name) : null;
        if (_underWay.FirstOrDefault(f => !f.IsDone
                && (f.Request.FlattenId == flatten.FlattenId || f.Symbol is null || f.Symbol == symbol))
            is { } joined)
            return new FlattenDecision(Joined: joined);
        if (_underWay.Count >= UnderWayMax)
            return new FlattenDecision(Refused: Refuse(
                flatten, FlattenCodes.TooMany, $"{_underWay.Count} are under way"));

        foreach (var narrower in symbol is null ? _underWay : [])
            narrower.End(FlattenOutcome.Superseded, $"by {flatten.FlattenId}");
        var prefix = string.Create(CultureInfo.InvariantCulture, $"exit:{epoch}:{++_count}:");
        var started = new FlattenState(flatten, account, symbol, TermsOf(flatten), prefix, now);
        _underWay.Add(started);
        return new FlattenDecision(Started: started);
    }

    public void Apply(OrderUpdated update, Instant now)
    {
        foreach (var flatten in _underWay)
            flatten.Apply(update, now);
    }

    public void Refused(OrderRequest request, Refusal refusal, Instant now)
    {
        foreach (var flatten in _underWay)
            flatten.Refused(request, refusal, now);
    }

    public void Remember(FlattenReport ended)
    {
        _underWay.RemoveAll(f => f.Request.FlattenId == ended.FlattenId);
        _ended.Enqueue(ended);
        if (_ended.Count > EndedMax)
            _ended.Dequeue();
    }

    private FlattenRefused? WhyNot(Flatten flatten)
    {
        var scope = flatten.Scope;
        if (string.IsNullOrWhiteSpace(flatten.Reason))
            return Refuse(flatten, FlattenCodes.ReasonMissing, "a reason is required, it is journaled");
        if (string.IsNullOrWhiteSpace(flatten.Principal))
            return Refuse(flatten, FlattenCodes.PrincipalMissing, "a name is required, it is journaled");
        if (!scope.Concerns(account, venue))
            return Refuse(flatten, FlattenCodes.ScopeNotHere, $"{scope} is not {account} at {venue}");
        if (scope.Kind == ScopeKind.Strategy)
            return Refuse(flatten, FlattenCodes.ScopeNotSupported,
                "a strategy's share nets with others' in the account: flatten the account or the instrument");
        if (flatten.Terms is { } terms && TooWide(terms) is { } wide)
            return Refuse(flatten, FlattenCodes.TermsTooWide, wide);
        return FindEnded(flatten.FlattenId) is { } ended
            ? Refuse(flatten, FlattenCodes.IdUsed, $"it ended as {ended.Outcome}")
            : null;
    }

    private string? TooWide(ExitTerms terms)
    {
        if (terms.SliceNotionalMax is { } slice
            && (slice <= Notional.Zero || slice > settings.SliceNotionalMax))
            return string.Create(CultureInfo.InvariantCulture,
                $"slice-notional-max {slice} is not above 0 and at most {settings.SliceNotionalMax}");
        return terms.CollarBps is { } collar && (collar <= 0m || collar > settings.CollarBps)
            ? string.Create(CultureInfo.InvariantCulture,
                $"collar-bps {collar} is not above 0 and at most {settings.CollarBps}")
            : null;
    }

    private ExitSettings TermsOf(Flatten flatten) => settings with
    {
        SliceNotionalMax = flatten.Terms?.SliceNotionalMax ?? settings.SliceNotionalMax,
        CollarBps = flatten.Terms?.CollarBps ?? settings.CollarBps,
    };

    private FlattenRefused Refuse(Flatten flatten, string code, string reason) =>
        new(flatten.FlattenId, account, code, reason);
}
