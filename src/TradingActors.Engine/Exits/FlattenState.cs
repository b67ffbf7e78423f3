using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Exits;

/// <summary>A move that was made, and the id of the order that it concerns.</summary>
internal readonly record struct ExitStep(Symbol Symbol, ExitMove Move, ClientOrderId? Slice);

/// <summary>
/// One flatten of one account: an instrument a line, each going its own way, looked at in the order of their
/// names. <paramref name="symbol"/> is null where it is about the whole account; an instrument in which
/// something appears meanwhile joins. Moves are made here as they are decided; the caller carries them out.
/// </summary>
internal sealed class FlattenState(
    Flatten request,
    AccountId account,
    Symbol? symbol,
    ExitSettings terms,
    string idPrefix,
    Instant startedAt)
{
    private readonly SortedDictionary<string, FlattenLine> _lines = new(StringComparer.Ordinal);
    private int _ids;
    private FlattenOutcome _ended;
    private string _endReason = "";

    public Flatten Request { get; } = request;

    /// <summary>The one instrument that it is about, null for all of the account's.</summary>
    public Symbol? Symbol { get; } = symbol;

    public bool IsDone => _ended != FlattenOutcome.UnderWay;

    public int Orders => _lines.Values.Sum(l => l.Orders);

    public IEnumerable<ClientOrderId> Slices => _lines.Values.Where(l => l.Slice is not null)
        .Select(l => l.Slice!.Value);

    public bool Concerns(Symbol one) => Symbol is null || Symbol == one;

    /// <summary>
    /// Decides and makes what is next in each instrument. When nothing is left to do anywhere it is done.
    /// </summary>
    public IReadOnlyList<ExitStep> Step(ExitFactsState facts, bool canExit, Instant now)
    {
        if (IsDone)
            return [];

        // Before the account has been compared with the venue for the first time nobody knows what it holds.
        if (!canExit && _lines.Count == 0 && !facts.Concerned.Any())
        {
            if (now.Since(startedAt) >= terms.WaitMax)
                End(FlattenOutcome.Residual, FlattenLineCodes.DeskNotReady);
            return [];
        }

        Enlist(facts);
        var steps = new List<ExitStep>();
        foreach (var (name, line) in _lines.ToArray())
        {
            var view = facts.Of(line.Symbol, line.Slice, canExit);
            if (Reopened(line, view) is not { } open)
                continue;

            var move = ExitRules.Next(open, view, terms, now);
            var slice = move.Kind == ExitMoveKind.Place ? NextId() : open.Slice;
            var after = open.After(move, view, now.Monotonic);
            if (move.Kind == ExitMoveKind.Place)
                after = after.Placed(slice!.Value, now.Monotonic);
            _lines[name] = after;
            steps.Add(new ExitStep(line.Symbol, move, slice));
        }

        if (_lines.Values.All(l => l.Outcome != FlattenOutcome.UnderWay))
            End(_lines.Values.Select(l => l.Outcome).Append(FlattenOutcome.Flat).Max(), "");
        return steps;
    }

    /// <summary>Counts the fills of this flatten's orders, late ones too; ends the awaited one.</summary>
    public void Apply(OrderUpdated update, Instant now)
    {
        var order = update.Order;
        if (order.Exit != Request.FlattenId || !_lines.TryGetValue(order.Request.Symbol.Value, out var line))
            return;

        if (update.Event is OrderFilled fill)
            line = line.Filled(fill.Quantity, fill.Price);
        if (line.Slice == order.Request.ClientOrderId)
            line = AfterOrder(line, order, update.Event, now.Monotonic);
        _lines[order.Request.Symbol.Value] = line;
    }

    /// <summary>
    /// The awaited order was refused. Where the refusal names how much there is room for, the next one asks
    /// for no more.
    /// </summary>
    public void Refused(OrderRequest request, Refusal refusal, Instant now)
    {
        if (!_lines.TryGetValue(request.Symbol.Value, out var line) || line.Slice != request.ClientOrderId)
            return;

        decimal? cap = (refusal.Code, refusal.Limit, refusal.Actual) switch
        {
            (RefusalCode.NotReducing, { } limit, _) => limit,
            (RefusalCode.BalanceInsufficient, { } free, > 0m and var need) =>
                Math.Max(0m, request.Quantity.Value * free / need),
            _ => null,
        };
        _lines[request.Symbol.Value] = line.Missed(
            refusal.CodeText, Numbers(refusal), now.Monotonic, cap);
    }

    /// <summary>Nothing further is decided; what the slices under way still fill is counted.</summary>
    public void End(FlattenOutcome outcome, string reason)
    {
        if (!IsDone)
            (_ended, _endReason) = (outcome, reason);
    }

    public FlattenReport Report(ExitFactsState facts, DateTimeOffset at) => new(
        Request.FlattenId,
        account,
        Request.Scope,
        Request.Reason,
        Request.Principal,
        _ended,
        _endReason,
        [.. _lines.Values.Select(line => LineOf(line, facts, _ended))],
        startedAt.Wall,
        at);

    /// <summary>A line that was under way when the whole ended has ended as that did.</summary>
    private static FlattenLineReport LineOf(FlattenLine line, ExitFactsState facts, FlattenOutcome ended)
    {
        var view = facts.Of(line.Symbol, null, canExit: true);
        return new FlattenLineReport(line.Symbol, line.AtStart, new Quantity(view.Position), line.Closed,
            line.ClosedNotional, line.Orders, view.Others, view.Unknown,
            line.Outcome == FlattenOutcome.UnderWay ? ended : line.Outcome, line.Code, line.Detail);
    }

    private void Enlist(ExitFactsState facts)
    {
        if (Symbol is { } only)
            Enlist(only, facts);
        else
            foreach (var one in facts.Concerned)
                Enlist(one, facts);
    }

    private void Enlist(Symbol one, ExitFactsState facts) =>
        _lines.TryAdd(one.Value, new FlattenLine(one, new Quantity(facts.PositionIn(one))));

    /// <summary>The line to decide about; null for one that has ended and stays so.</summary>
    private static FlattenLine? Reopened(FlattenLine line, in ExitView view) => line.Outcome switch
    {
        FlattenOutcome.UnderWay => line,
        FlattenOutcome.Flat or FlattenOutcome.Dust
            when view.Position != line.EndPosition || view.Others + view.Unknown > 0 =>
            line with { Outcome = FlattenOutcome.UnderWay },
        _ => null,
    };

    private static FlattenLine AfterOrder(FlattenLine line, OrderState order, AccountEvent on, TimeSpan now)
    {
        if (order.Status == OrderStatus.Unknown)
            return line.Missed(FlattenLineCodes.OutcomeUnknown, order.Reason, now);
        if (!order.IsTerminal)
            return line;
        if (order.FilledQuantity > Quantity.Zero)
            return line.Ended(order.Status == OrderStatus.Filled, now);

        return on switch
        {
            OrderNotSent notSent => line.Missed(notSent.Code, notSent.Reason, now),
            OrderRejectedByVenue rejected => line.Missed(rejected.Code, rejected.Reason, now),
            _ => line.Missed(FlattenLineCodes.NothingFilled, order.Reason, now),
        };
    }

    private static string Numbers(Refusal refusal)
    {
        var text = refusal.ToString();
        return text.Length > refusal.CodeText.Length ? text[(refusal.CodeText.Length + 1)..] : "";
    }

    private ClientOrderId NextId() =>
        new(string.Create(CultureInfo.InvariantCulture, $"{idPrefix}{++_ids}"));
}
