using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>
/// <c>/engine/v1/flatten</c>: leave the positions of a scope, see how that stands, end it where it stands.
/// Goes to every account of the node; those that the scope does not concern say so and are left out.
/// </summary>
internal sealed class FlattenApi(INodeControl control)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes, INodeControl control)
    {
        var api = new FlattenApi(control);
        routes.MapPost("/engine/v1/flatten", api.PostAsync);
        routes.MapGet("/engine/v1/flatten", api.GetAllAsync);
        routes.MapGet("/engine/v1/flatten/{id}", api.GetAsync);
        routes.MapPost("/engine/v1/flatten/{id}/stop", api.PostStopAsync);
    }

    private async Task PostAsync(HttpContext context)
    {
        var request = await Read<FlattenRequest>(context);
        if (await Unsigned(context, request.Reason, request.Principal))
            return;
        if (string.IsNullOrWhiteSpace(request.Scope))
        {
            await Refuse(
                context, 400, "SCOPE_MISSING", "say what is to be left; everything is 'all'", "scope");
            return;
        }

        if (!Scope.TryParse(request.Scope, out var scope, out var why))
        {
            await Refuse(context, 400, "SCOPE_MALFORMED", why, "scope");
            return;
        }

        var terms = new ExitTerms(
            request.SliceNotionalMax is { } slice ? new Notional(slice) : null, request.CollarBps);
        var flatten = new Flatten(
            control.NewId("flatten"), scope, request.Reason!, request.Principal!, terms);
        var accounts = (await control.GetStateAsync()).Accounts.Select(a => a.Account);
        var answers = await Task.WhenAll(accounts.Select(account => AskAsync(account, flatten)));
        await AnswerAsync(context, scope, [.. answers.Where(a => a.Code != FlattenCodes.ScopeNotHere)]);
    }

    private async Task GetAllAsync(HttpContext context) =>
        await Write(context, 200, new FlattensAnswer(await KnownAsync()));

    private async Task GetAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        FlattenView[] flattens = [.. (await KnownAsync()).Where(f => f.FlattenId == id)];
        if (flattens.Length == 0)
            await Refuse(context, 404, "FLATTEN_UNKNOWN", $"flatten '{id}' is not among the latest");
        else
            await Write(context, 200, new FlattensAnswer(flattens));
    }

    private async Task PostStopAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var request = await Read<StopFlattenRequest>(context);
        if (await Unsigned(context, request.Reason, request.Principal))
            return;

        var stop = new StopFlatten(id, request.Reason!, request.Principal!);
        var accounts = (await control.GetStateAsync()).Accounts.Select(a => a.Account);
        var stopped = new List<FlattenAccountAnswer>();
        foreach (var account in accounts)
            if (await control.AskAccountAsync(account, stop, Patience) is FlattenStopped { IsKnown: true })
                stopped.Add(new FlattenAccountAnswer(account, id, HasJoined: false));
        if (stopped.Count == 0)
            await Refuse(context, 404, "FLATTEN_UNKNOWN", $"flatten '{id}' is not under way");
        else
            await Write(context, 200, stopped);
    }

    /// <summary>One silent account must not hide what the others have begun.</summary>
    private async Task<FlattenAccountAnswer> AskAsync(string account, Flatten flatten)
    {
        try
        {
            return await control.AskAccountAsync(account, flatten, Patience) switch
            {
                FlattenStarted started => new FlattenAccountAnswer(
                    account, started.FlattenId, started.HasJoined),
                FlattenRefused refused => new FlattenAccountAnswer(
                    account, flatten.FlattenId, false, refused.Code, refused.Reason),
                var other => throw new InvalidOperationException(
                    $"a flatten was answered by {other.GetType().Name}"),
            };
        }
        catch (TimeoutException)
        {
            return new FlattenAccountAnswer(account, flatten.FlattenId, false, FlattenCodes.NoAnswer,
                "the account does not answer; it may have begun, look at the flattens");
        }
    }

    private static Task AnswerAsync(
        HttpContext context, Scope scope, IReadOnlyList<FlattenAccountAnswer> accounts)
    {
        if (accounts.Count == 0)
            return Refuse(context, 404, FlattenCodes.ScopeNotHere,
                $"no account of this node is in {scope}", "scope");
        if (accounts.All(a => a.Code is not null))
            return Refuse(context, StatusOf(accounts[0].Code!), accounts[0].Code!,
                string.Join("; ", accounts.Select(a => $"{a.Account}: {a.Detail}")));

        return Write(context, 202, new FlattenAnswer(scope.ToString(), accounts));
    }

    private static int StatusOf(string code) => code switch
    {
        FlattenCodes.AccountNotReady or FlattenCodes.NoAnswer => 503,
        FlattenCodes.TooMany => 409,
        _ => 400,
    };

    private async Task<IReadOnlyList<FlattenView>> KnownAsync() =>
        [.. (await control.GetStateAsync()).Accounts.SelectMany(a => a.Flattens)];
}
