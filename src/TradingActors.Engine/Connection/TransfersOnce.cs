using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// While two sessions of one account overlap, both tell every deposit, withdrawal and transfer, in either
/// order and not always both. A transfer has no id of its own, so it is counted: told on as often as the link
/// that told it most often. Orders and fills need none of this, they have ids.
/// </summary>
internal sealed class TransfersOnce
{
    /// <summary>Transfers remembered; an account has a few a day, an overlap lasts seconds.</summary>
    public const int Remembered = 256;

    private readonly List<VenueTransfer> _told = [];

    public bool IsNew(SessionLink link, VenueTransfer transfer)
    {
        if (link.TimesTold(transfer) <= _told.Count(t => t == transfer))
            return false;

        if (_told.Count == Remembered)
            _told.RemoveAt(0);
        _told.Add(transfer);
        return true;
    }
}
