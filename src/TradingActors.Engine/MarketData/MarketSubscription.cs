using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.MarketData;

/// <summary>One subscriber and what it wants.</summary>
internal sealed record MarketSubscription(IActorRef Subscriber, SubscribeMarketData Wish)
{
    public bool Wants(MarketDataKinds kind, Symbol symbol) =>
        (Wish.Kinds & kind) != 0 && (Wish.Symbols.Count == 0 || Names(symbol));

    public bool Names(Symbol symbol) => Wish.Symbols.Contains(symbol);
}
