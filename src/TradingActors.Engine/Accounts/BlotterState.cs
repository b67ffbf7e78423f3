using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// Folds what the desks and meters publish into the picture that people look at. Decides nothing: if it were
/// wrong,
/// no order would be.
/// </summary>
public sealed class BlotterState
{
    /// <summary>Fills kept an account; older ones leave, the counters keep counting them.</summary>
    public const int FillsMax = 200;

    /// <summary>Halt reports kept an account; the oldest leaves.</summary>
    public const int HaltsMax = 20;

    /// <summary>Alerts kept an account, one a limit; the oldest leaves.</summary>
    public const int AlertsMax = 20;

    /// <summary>Flattens kept an account; the oldest that has ended leaves.</summary>
    public const int FlattensMax = ExitState.UnderWayMax + ExitState.EndedMax;

    private readonly SortedDictionary<string, AccountBlotterState> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MarketLink> _links = new(StringComparer.Ordinal);
    private HealthView? _health;

    /// <summary>Takes one published message in; false for a kind that the blotter does not show.</summary>
    public bool Apply(object message)
    {
        switch (message)
        {
            case FromDesk from:
                return Account(from.Account).Apply(from.Message);
            case DeskChanged desk:
                return Account(desk.Account).Apply(desk);
            case ModeChanged mode:
                return Account(mode.Account).Apply(mode);
            case ConnectionChanged connection:
                return Account(connection.Account).Apply(connection);
            case HaltReport halt:
                return Account(halt.Account).Apply(halt);
            case Risk.LimitAlert alert:
                return Account(alert.Account).Apply(alert);
            case Positions.PositionChanged position:
                return Account(position.Account).Apply(position);
            case MarketDataLinkChanged link:
                _links[link.Venue.Value] = Link(link.Venue) with { IsUp = link.IsUp, Reason = link.Reason };
                return true;
            case MarketDataView data:
                _links[data.Venue.Value] = Link(data.Venue) with { IsUp = data.IsUp, Data = data };
                return true;
            case HealthView health:
                _health = health;
                return true;
            default:
                return false;
        }
    }

    public BlotterView View(DateTimeOffset at) =>
        new([.. _accounts.Values.Select(a => a.View())], [.. _links.Values], _health, at);

    private AccountBlotterState Account(AccountId account)
    {
        if (!_accounts.TryGetValue(account.Value, out var state))
            _accounts.Add(account.Value, state = new AccountBlotterState(account));
        return state;
    }

    private MarketLink Link(VenueId venue) =>
        _links.TryGetValue(venue.Value, out var link)
            ? link
            : new MarketLink(venue, false, "not connected yet", null);
}
