#pragma warning disable
using Akka.Actor;
using TradingActors.Domain;
namespace TradingActors.Engine.Health
{
public sealed record HealthSettings { public static HealthSettings Read(ConfigReader r) { return new(); } }
public sealed class HealthActor : ReceiveActor { public static Props Props(HealthMeters m, HealthSettings s, VenueId[] v, AccountId[] a, IActorRef g, IActorRef[] l, Clock c) => Akka.Actor.Props.Create(() => new HealthActor()); }
}
namespace TradingActors.Engine.Strategies
{
public sealed record StrategyDefinition(StrategyId Id, IReadOnlyList<Symbol> Symbols, Func<IStrategy> Make);
public sealed class StrategyCatalog { public StrategyDefinition Read(StrategyId id, ConfigReader c) => throw new Exception(); }
public sealed class StrategyActor : ReceiveActor { public static Props Props(AccountId a, StrategyId s, IStrategy i, IReadOnlyList<Symbol> sy, IActorRef r, IActorRef o, IActorRef p, IActorRef m, ulong seed, string pre, Clock c) => Akka.Actor.Props.Create(() => new StrategyActor()); }
}
