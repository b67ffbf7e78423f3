using Akka.Actor;
using TradingActors.Benchmarks.Workload;
using TradingActors.Engine.Orders;

namespace TradingActors.Benchmarks.Desks;

/// <summary>
/// The caller: sends the orders in turn, as many ahead of the answers and of the wire as its window allows (none where
/// a driver outside sends them), and hashes the decisions as they are answered.
/// </summary>
internal sealed class OrderSource : ReceiveActor
{
    private readonly PlaceOrder[] _orders;
    private readonly Answers _answers;
    private readonly WireTap _wire;
    private IActorRef _risk = ActorRefs.Nobody;
    private int _window;
    private int _sent;

    public OrderSource(PlaceOrder[] orders, Answers answers, WireTap wire)
    {
        _orders = orders;
        _answers = answers;
        _wire = wire;
        Receive<OrderAcknowledged>(_ => Answered(0));
        Receive<OrderRefused>(refused => Answered(1 + (int)refused.Refusal.Code));
        Receive<Progressed>(_ => SendMore());
        Receive<Begin>(begin =>
        {
            _risk = begin.Risk;
            _window = begin.Window;
            var self = Self;
            wire.Progressed = () => self.Tell(Progressed.Instance, ActorRefs.NoSender);
            SendMore();
        });
    }

    private void Answered(int decision)
    {
        _answers.Add(decision);
        SendMore();
    }

    /// <summary>The wire lags behind the answers by less than the window too: what it has not written is not filled.</summary>
    private void SendMore()
    {
        var ahead = Math.Min(_answers.Count, _wire.Frames + _answers.Refused) + _window;
        while (_sent < Math.Min(ahead, _orders.Length) && _window > 0)
            _risk.Tell(_orders[_sent++], Self);
    }

    private sealed class Progressed
    {
        public static readonly Progressed Instance = new();
    }

    public sealed record Begin(IActorRef Risk, int Window);

    /// <summary>The decisions that were answered; counted where the driver can see it.</summary>
    public sealed class Answers(int expected)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public DecisionHash Hash { get; } = new();

        public Task All => _all.Task;

        public int Count => Volatile.Read(ref _count);

        /// <summary>Of those, the ones that no frame will be written for.</summary>
        public int Refused { get; private set; }

        public void Add(int decision)
        {
            if (decision != 0)
                Refused++;
            Hash.AddDecision(decision);
            Volatile.Write(ref _count, _count + 1);
            if (_count == expected)
                _all.TrySetResult();
        }
    }
}
