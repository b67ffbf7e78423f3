using TradingActors.Domain;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Journal;

/// <content>How many messages and trades each instrument has had today.</content>
public sealed partial class AccountState
{
    private readonly Dictionary<Symbol, OrderActivity> _activity = [];

    private void Count(Symbol symbol, AccountEvent on) =>
        _activity[symbol] = _activity.GetValueOrDefault(symbol).After(on);

    private SymbolActivity[]? ToActivity() => _activity.Count == 0
        ? null
        :
        [
            .. _activity.Select(a => new SymbolActivity(a.Key, a.Value))
                .OrderBy(a => a.Symbol.Value, StringComparer.Ordinal),
        ];
}
