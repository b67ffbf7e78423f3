using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Accounts;

/// <summary>Anything for an account, on its way through sharding to the desk that owns it.</summary>
public sealed record ToAccount(AccountId Account, object Message);

/// <summary>
/// Asks the account to open its desk; idempotent. The starter repeats it, so that an account lost with its
/// node comes back.
/// </summary>
public sealed record StartAccount;

/// <summary>
/// Stop well: no new orders, working orders cancelled and confirmed, journal closed. Answered by
/// <see cref="TradingStopped"/>, with residual orders where the deadline passed first.
/// </summary>
public sealed record StopTrading(TimeSpan Deadline);

public sealed record TradingStopped(AccountId Account, IReadOnlyList<OrderState> Residual);

/// <summary>Where a desk stands on its way to trading.</summary>
public enum DeskPhase
{
    Recovering,
    Connecting,
    Reconciling,

    /// <summary>Reconciled; reduces only until every instrument has shown a quote.</summary>
    AwaitingQuotes,
    Trading,
    Restarting,
    Stopping,
    Stopped,

    /// <summary>
    /// The stream cannot be replayed: the account does not trade until a person has looked.
    /// </summary>
    Unrecoverable,
}

/// <summary>Published to the listeners.</summary>
public sealed record DeskChanged(AccountId Account, DeskPhase Phase, string Reason, long Epoch);
