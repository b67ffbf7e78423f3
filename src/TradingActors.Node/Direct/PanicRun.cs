using TradingActors.Domain;

namespace TradingActors.Node.Direct;

/// <summary>
/// Cancels every open order of an account, symbol by symbol, until the venue says that none is left or the
/// deadline has come. Needs a key and nothing else: it works beside a running node and without one.
/// </summary>
public sealed class PanicRun(Func<DirectSession> connect, Clock clock, TimeSpan patience)
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    /// <summary>A question about all symbols weighs 80 of 6,000 a minute.</summary>
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Found> _found = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly TimeSpan _until = clock.Now.Monotonic + patience;
    private DateTimeOffset _notBefore;
    private int _rounds;

    /// <summary>Ends when nothing is open or the deadline has come.</summary>
    public async Task<PanicReport> RunAsync(string venue, string environment, string account)
    {
        var isComplete = false;
        while (!isComplete && Left > TimeSpan.Zero)
        {
            using var session = connect();
            if (await session.OpenAsync(Earlier(OpenPatience, Left)) is { } problem)
                Problem(problem);
            else
                isComplete = await UntilNoneAsync(session);
            if (session.IsKeyRefused)
                break;
            if (!isComplete)
                await PauseAsync(BetweenRounds);
        }

        return new PanicReport(
            venue, environment, account, isComplete, _rounds,
            [.. _found.Values.Where(o => !o.IsOpen).Select(o => o.Tell())],
            [.. _found.Values.Where(o => o.IsOpen).Select(o => o.Tell())],
            _problems);
    }

    private TimeSpan Left => _until - clock.Now.Monotonic;

    /// <summary>
    /// True once two answers in a row showed nothing open: a node that still runs may have had an order
    /// under way at the first.
    /// </summary>
    private async Task<bool> UntilNoneAsync(DirectSession session)
    {
        var none = 0;
        while (session.Ended is null && Left > TimeSpan.Zero)
        {
            _rounds++;
            session.AskOpenOrders();
            if (await ListAsync(session) is not { } open)
                Problem(session.Ended ?? "the venue did not tell what is open");
            else if (open.Count > 0)
            {
                none = 0;
                foreach (var symbol in open.Select(order => order.Symbol).Distinct())
                    session.CancelAll(symbol);
                await HearAsync(session);
                continue;
            }
            else if (++none == 2)
            {
                await SettleAsync(session);
                return true;
            }

            await PauseAsync(BetweenRounds);
        }

        return false;
    }

    private async Task<IReadOnlyList<VenueOrderReport>?> ListAsync(DirectSession session)
    {
        var until = clock.Now.Monotonic + Earlier(AnswerPatience, Left);
        while (await session.NextAsync(until) is { } told)
        {
            Hear(told);
            if (told is VenueQueryFailed)
                return null;
            if (told is not VenueOpenOrders open)
                continue;
            Take(open.Orders);
            return open.Orders;
        }

        return null;
    }

    private void Take(IReadOnlyList<VenueOrderReport> open)
    {
        foreach (var order in open)
            if (_found.TryGetValue(order.Id.Value, out var known))
                known.Filled = Math.Max(known.Filled, order.FilledQuantity.Value);
            else
                _found.Add(order.Id.Value, new Found(order));
        var ids = open.Select(order => order.Id.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, order) in _found)
            order.IsOpen = ids.Contains(id);
    }

    /// <summary>What the cancels caused, for a second or until every order found has ended.</summary>
    private async Task HearAsync(DirectSession session)
    {
        var until = clock.Now.Monotonic + Earlier(BetweenRounds, Left);
        while (_found.Values.Any(o => o.IsOpen) && await session.NextAsync(until) is { } told)
            Hear(told);
    }

    /// <summary>Asks for what an order came to that went while nobody listened.</summary>
    private async Task SettleAsync(DirectSession session)
    {
        Found[] silent = [.. _found.Values.Where(o => !o.HasEnded)];
        foreach (var order in silent)
            session.AskOrder(order.Report.Id, order.Report.Symbol);
        var until = clock.Now.Monotonic + Earlier(AnswerPatience, Left);
        while (silent.Any(o => !o.HasEnded) && await session.NextAsync(until) is { } told)
            Hear(told);
        foreach (var order in silent.Where(o => !o.HasEnded))
            order.Outcome = "gone, the venue did not tell how";
    }

    private void Hear(VenueEvent told)
    {
        if (told is VenueThrottled throttled)
            _notBefore = throttled.RetryAt;
        else if (told is VenueQueryFailed failed)
            Problem($"{failed.Code} {failed.Reason}");
        else if (told is VenueOrderEvent about && _found.TryGetValue(about.Id.Value, out var order))
            order.Hear(about);
    }

    private async Task PauseAsync(TimeSpan span)
    {
        var throttled = _notBefore - clock.Now.Wall;
        var pause = Earlier(throttled > span ? throttled : span, Left);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock.Provider);
    }

    /// <summary>Each once: a venue that is away is away at every try.</summary>
    private void Problem(string problem)
    {
        if (!_problems.Contains(problem) && _problems.Count < 20)
            _problems.Add(problem);
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class Found(VenueOrderReport report)
    {
        public VenueOrderReport Report { get; } = report;

        public bool IsOpen { get; set; } = true;

        public decimal Filled { get; set; } = report.FilledQuantity.Value;

        public string Outcome { get; set; } = "";

        /// <summary>The venue's word about the end was heard.</summary>
        public bool HasEnded { get; private set; }

        public void Hear(VenueOrderEvent told)
        {
            switch (told)
            {
                case VenueCanceled canceled:
                    End("cancelled", canceled.FilledQuantity.Value);
                    break;
                case VenueExpired expired:
                    End("expired", expired.FilledQuantity.Value);
                    break;
                case VenueFill fill:
                    Filled = Math.Max(Filled, fill.CumulativeQuantity.Value);
                    if (Filled >= Report.Quantity.Value)
                        End("filled meanwhile", Filled);
                    break;
                case VenueOrderReport report when Word(report.Status) is { } word:
                    End(word, report.FilledQuantity.Value);
                    break;
                case VenueCancelRejected rejected when IsOpen:
                    Outcome = $"cancel refused: {rejected.Code}";
                    break;
            }
        }

        public PanicOrder Tell() => new(
            Report.Symbol.Value, Report.Side, Report.Id.Value, Report.OrderId.Value, Report.Quantity.Value,
            Filled, Report.LimitPrice?.Value, IsOpen && Outcome.Length == 0 ? "open" : Outcome);

        /// <summary>How an order ended; null while it has not.</summary>
        private static string? Word(VenueOrderStatus status) => status switch
        {
            VenueOrderStatus.Canceled => "cancelled",
            VenueOrderStatus.Filled => "filled meanwhile",
            VenueOrderStatus.Expired => "expired",
            VenueOrderStatus.Rejected => "rejected",
            _ => null,
        };

        private void End(string outcome, decimal filled)
        {
            Outcome = outcome;
            Filled = Math.Max(Filled, filled);
            IsOpen = false;
            HasEnded = true;
        }
    }
}
