using TradingActors.Engine.Risk;
using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>
/// The limits of an account: all of them with their use, a change of one, and its approval.
/// </summary>
internal sealed class LimitsApi(INodeControl control)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Map(WebApplication app)
    {
        app.MapGet("/engine/v1/limits", GetAsync);
        app.MapPost("/engine/v1/limits", PostAsync);
        app.MapPost("/engine/v1/limits/approve", PostApprovalAsync);
    }

    private async Task GetAsync(HttpContext context)
    {
        var named = context.Request.Query["account"].FirstOrDefault();
        if (await AccountChoice.OfAsync(control, context, named) is { } account)
            await AnswerAsync(
                context, account, await control.AskAccountAsync(account, new GetLimits(), Patience));
    }

    private async Task PostAsync(HttpContext context)
    {
        var request = await Read<LimitRequest>(context);
        if (!LimitKey.TryParse(request.Limit ?? "", out var key, out var why))
            await Refuse(context, 400, "LIMIT_MALFORMED", why, "limit");
        else if (request.Value is not { } value)
            await Refuse(context, 400, "VALUE_MISSING", "a limit is set to a value", "value");
        else if (await AccountChoice.OfAsync(control, context, request.Account) is { } account)
            await AnswerAsync(context, account, await control.AskAccountAsync(account,
                new ChangeLimit(key, value, request.Reason ?? "", request.Principal ?? "", request.Version),
                Patience));
    }

    private async Task PostApprovalAsync(HttpContext context)
    {
        var request = await Read<ApproveLimitRequest>(context);
        if (await AccountChoice.OfAsync(control, context, request.Account) is { } account)
            await AnswerAsync(context, account, await control.AskAccountAsync(account,
                new ApproveLimit(request.ApprovalId ?? "", request.Principal ?? ""), Patience));
    }

    private static Task AnswerAsync(HttpContext context, string account, object answer) => answer switch
    {
        LimitsView view => Write(context, 200, new LimitsAnswer(account, view.Version,
            [.. view.Limits.Select(l => new LimitRow(
                l.Key.ToString(), l.Configured, l.Value, l.Used, l.ChangedBy, l.Reason))])),
        LimitChangeAccepted on => Write(context, 200, new LimitAnswer(
            account, on.Key.ToString(), on.Was, on.Value, on.Version)),
        LimitChangePending on => Write(context, 202, new LimitPendingAnswer(
            account, on.ApprovalId, on.Key.ToString(), on.Value, on.ValidUntil)),
        LimitChangeRefused refused =>
            Refuse(context, StatusOf(refused.Code), refused.Code, refused.Reason),
        _ => throw new InvalidOperationException($"limits were answered by {answer.GetType().Name}"),
    };

    private static int StatusOf(string code) => code switch
    {
        LimitChangeCodes.ReasonMissing or LimitChangeCodes.PrincipalMissing => 400,
        LimitChangeCodes.LimitUnknown => 404,
        LimitChangeCodes.ValueInvalid => 422,
        LimitChangeCodes.AccountNotReady => 503,
        _ => 409,
    };
}
