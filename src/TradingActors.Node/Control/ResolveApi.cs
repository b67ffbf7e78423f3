using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>
/// <c>POST /engine/v1/resolve</c>: a person decides on an order that the venue does not answer for, or on a
/// balance that stays different.
/// </summary>
internal sealed class ResolveApi(INodeControl control)
{
    /// <summary>A decision on a balance waits for a comparison with the venue.</summary>
    private static readonly TimeSpan Patience = ResolveRules.CompareLimit + TimeSpan.FromSeconds(2);

    public async Task PostAsync(HttpContext context)
    {
        var request = await Read<ResolveRequest>(context);
        if (await Unsigned(context, request.Reason, request.Principal))
            return;
        if (Malformed(request) is var (code, detail, field))
        {
            await Refuse(context, 400, code, detail, field);
            return;
        }

        if (await AccountChoice.OfAsync(control, context, request.Account) is not { } account)
            return;

        await AnswerAsync(
            context, account, await control.AskAccountAsync(account, Decision(request), Patience));
    }

    private static Task AnswerAsync(HttpContext context, string account, object answer) => answer switch
    {
        Resolved { Event: OrderResolved on, Order: { } order } => Write(context, 200, new ResolveAnswer(
            account, NodeViews.From(order), null, null, on.Reason, on.Principal, on.At)),
        Resolved { Event: BalanceAdjusted on } => Write(context, 200, new ResolveAnswer(
            account, null, on.Asset.Value, on.Change, on.Reason, on.Principal, on.At)),
        ResolveRefused refused => Refuse(context, StatusOf(refused.Code), refused.Code, refused.Reason),
        _ => throw new InvalidOperationException($"a decision was answered by {answer.GetType().Name}"),
    };

    private static int StatusOf(string code) => code switch
    {
        ResolveCodes.OrderNotFound => 404,
        ResolveCodes.AccountNotReady or ResolveCodes.NotCompared => 503,
        _ => 409,
    };

    private static object Decision(ResolveRequest request) =>
        request.Order is { Length: > 0 } order && ResolvedOutcomes.TryParse(request.As!, out var outcome)
            ? new ResolveOrder(new ClientOrderId(order), outcome, request.Reason!, request.Principal!)
            : new ResolveMismatch(
                new Asset(request.Asset!), request.Change!.Value, request.Reason!, request.Principal!);

    private static (string Code, string Detail, string Field)? Malformed(ResolveRequest request)
    {
        if (string.IsNullOrEmpty(request.Order) == string.IsNullOrEmpty(request.Asset))
            return ("DECISION_MALFORMED", "name either an order or an asset", "order");
        if (request.Order is { Length: > 0 } && !ResolvedOutcomes.TryParse(request.As ?? "", out _))
            return ("OUTCOME_MALFORMED", $"'{request.As}' is not one of "
                + string.Join(", ", ResolvedOutcomes.Spellings.Select(s => s.Text)), "as");
        return request.Asset is { Length: > 0 } && request.Change is null or 0m
            ? ("CHANGE_MALFORMED", "say by how much the venue's balance differs, with its sign", "change")
            : null;
    }
}
