using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Benchmarks.Workload;

/// <summary>
/// The shared workload OP-1: xorshift64 seed 42 over 20 symbols, prices within ±500 bps of the reference and outliers
/// beyond it, quantities of 1 to 8 and outliers up to 60. The side turns against the net position, so that with the
/// orders of <see cref="Window"/> in flight and <see cref="FillDelay"/> unfilled the position limit is checked on every
/// order and never decides by the timing of a fill: what is refused is the same for every contender.
/// </summary>
internal sealed class Op1Workload
{
    public const ulong Seed = 42;
    public const int SymbolCount = 20;

    /// <summary>The fill of the order this many before follows each order.</summary>
    public const int FillDelay = 64;

    /// <summary>Orders that a closed loop keeps in flight.</summary>
    public const int Window = 512;

    private const int NetTurn = 60;

    private static readonly int[] ReferencesInHundreds =
        [1, 1, 2, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 80, 120, 200, 300, 400, 600];

    public Op1Workload(int count)
    {
        var random = new XorShift64(Seed);
        var net = new int[SymbolCount];
        Orders = new OrderRequest[count];
        for (var i = 0; i < count; i++)
            Orders[i] = Make(random, net, i);
    }

    public OrderRequest[] Orders { get; }

    public static IReadOnlyList<Symbol> Symbols { get; } =
        [.. Enumerable.Range(0, SymbolCount).Select(s => new Symbol($"OP{s:00}USDT"))];

    public static decimal ReferenceOf(int symbol) => ReferencesInHundreds[symbol] * 100m;

    private static OrderRequest Make(XorShift64 random, int[] net, int index)
    {
        var symbol = random.Within(0, SymbolCount - 1);
        var isPriceOutlier = random.Within(1, 100) == 1;
        var bps = isPriceOutlier ? random.Within(501, 900) : random.Within(0, 500);
        if (random.Within(0, 1) == 0)
            bps = -bps;
        var quantity = random.Within(1, 200) == 1 ? random.Within(45, 60) : random.Within(1, 8);
        var coin = random.Within(0, 1) == 0;
        var isBuy = net[symbol] <= -NetTurn || (net[symbol] < NetTurn && coin);
        var price = ReferenceOf(symbol) * (10_000 + bps) / 10_000m;
        if (!isPriceOutlier && quantity <= 50)
            net[symbol] += isBuy ? quantity : -quantity;
        return new OrderRequest(
            new ClientOrderId(string.Create(CultureInfo.InvariantCulture, $"op1-{index}")),
            Symbols[symbol], isBuy ? Side.Buy : Side.Sell, OrderType.Limit, TimeInForce.Gtc,
            new Quantity(quantity), new Price(price));
    }
}
