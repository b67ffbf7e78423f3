using Akka.Actor;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// The children of one account, made together from one recovered state and discarded together.
/// </summary>
internal sealed class Desk
{
    private readonly List<IActorRef> _strategies = [];

    private Desk(
        IActorRef tape,
        IActorRef orders,
        IActorRef risk,
        IActorRef positions,
        IActorRef exits,
        IActorRef connection)
    {
        Exits = exits;
        Tape = tape;
        Orders = orders;
        Risk = risk;
        Positions = positions;
        Connection = connection;
    }

    /// <summary>Names the account on what is published to the node's blotter.</summary>
    public IActorRef Tape { get; }

    public IActorRef Orders { get; }

    public IActorRef Risk { get; }

    public IActorRef Positions { get; }

    public IActorRef Exits { get; }

    public IActorRef Connection { get; }

    public IReadOnlyList<IActorRef> Strategies => _strategies;

    public IEnumerable<IActorRef> All => [Tape, Orders, Risk, Positions, Exits, Connection];

    public static Desk Assemble(
        IActorContext context,
        AccountSettings settings,
        EngineParts parts,
        EngineActors engine,
        AccountGate gate,
        IActorRef journal,
        AccountRecovered recovered,
        Func<string, string> name)
    {
        var (account, state, clock) = (settings.Account, recovered.State, parts.Clock);
        var marketData = engine.MarketData[settings.Venue];
        var tape = context.ActorOf(DeskTape.Props(account, [engine.Blotter, engine.Health]), name("tape"));
        var orders = context.ActorOf(OrderExecutionActor.Props(account, settings.Orders, state, clock), name("orders"));
        var risk = context.ActorOf(
            RiskActor.Props(account, settings.Venue, settings.Risk, settings.DayStartsAt, gate, state,
                new RiskPartners(orders, marketData, engine.Gate, [engine.Blotter]), parts.Meters, clock,
                settings.Exits),
            name("risk"));
        var positions = context.ActorOf(
            PositionActor.Props(
                account, state, settings.DayStartsAt, orders, marketData, [engine.Blotter], clock),
            name("positions"));
        var exits = context.ActorOf(
            ExitActor.Props(gate, settings.Exits, state, orders, risk, marketData, tape, clock),
            name("exits"));
        var connection = context.ActorOf(
            ConnectionActor.Props(account, parts.Venues[settings.Venue], gate,
                parts.Rates.For(settings.Venue), settings.Connection, parts.SeedFor($"connection {account}"), orders, [engine.Blotter, engine.Health], parts.Meters, clock),
            name("connection"));
        orders.Tell(new OrderDesk(journal, risk, positions, connection, engine.Gate, marketData,
            [tape, exits], settings.Symbols, parts.Rates.For(settings.Venue), engine.Emergency.OnWithdrawal));
        exits.Tell(new BeginExits());
        return new Desk(tape, orders, risk, positions, exits, connection);
    }

    public static DeskRecovered Summary(AccountRecovered recovered) => new(
        [.. recovered.State.Working],
        [.. recovered.State.Balances.Select(b => new CashBalance(b.Asset, b.Total))],
        recovered.SequenceNumber,
        new PositionsState(recovered.State).ToView());

    /// <summary>
    /// Once: strategies live as long as the desk and see its later reconnects as order events.
    /// </summary>
    public void StartStrategies(
        IActorContext context,
        AccountSettings settings,
        EngineParts parts,
        EngineActors engine,
        long epoch,
        Func<string, string> name)
    {
        if (_strategies.Count > 0)
            return;

        foreach (var strategy in settings.Strategies)
        {
            var actor = context.ActorOf(
                StrategyActor.Props(settings.Account, strategy.Id, strategy.Make(), strategy.Symbols, Risk, Orders,
                    Positions, engine.MarketData[settings.Venue],
                    (ulong)parts.SeedFor($"strategy {settings.Account} {strategy.Id} {epoch}"),
                    $"{strategy.Id}-{epoch}-", parts.Clock),
                name($"strategy-{strategy.Id}"));
            context.Watch(actor);
            _strategies.Add(actor);
        }
    }
}
