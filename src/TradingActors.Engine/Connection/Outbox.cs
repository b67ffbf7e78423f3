using System.Diagnostics.CodeAnalysis;

namespace TradingActors.Engine.Connection;

/// <summary>
/// What waits for the socket while a write is under way: cancels before orders, orders before queries, the
/// session's
/// own frames before all. Bounded by the working orders of the account; control frames by <see
/// cref="ControlMax"/>.
/// </summary>
internal sealed class Outbox
{
    public const int ControlMax = 1_000;

    private readonly Queue<ReadOnlyMemory<byte>> _control = new();
    private readonly Queue<SendCancel> _cancels = new();
    private readonly Queue<object> _orders = new();
    private readonly Queue<SendQuery> _queries = new();

    public void AddControl(ReadOnlySpan<byte> frame)
    {
        if (_control.Count >= ControlMax)
            throw new InvalidOperationException($"{ControlMax} control frames wait for the socket");

        _control.Enqueue(frame.ToArray());
    }

    public void AddCancel(SendCancel cancel) => _cancels.Enqueue(cancel);

    public void AddOrder(object order) => _orders.Enqueue(order);

    public void AddQuery(SendQuery query) => _queries.Enqueue(query);

    public bool TryTakeControl(out ReadOnlyMemory<byte> frame) => _control.TryDequeue(out frame);

    public bool TryTakeCancel([NotNullWhen(true)] out SendCancel? cancel) => _cancels.TryDequeue(out cancel);

    public bool TryTakeOrder([NotNullWhen(true)] out object? order) => _orders.TryDequeue(out order);

    public bool TryTakeQuery([NotNullWhen(true)] out SendQuery? query) => _queries.TryDequeue(out query);

    public void Clear()
    {
        _control.Clear();
        _cancels.Clear();
        _orders.Clear();
        _queries.Clear();
    }
}
