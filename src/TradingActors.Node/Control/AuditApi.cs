using TradingActors.Domain;
using static TradingActors.Node.Control.ControlHttp;

namespace TradingActors.Node.Control;

/// <summary>
/// <c>GET /engine/v1/audit/orders/{id}</c>: why an order was let through or refused, and what became of it.
/// </summary>
internal sealed class AuditApi(INodeControl control)
{
    public async Task GetOrderAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var account = context.Request.Query["account"].FirstOrDefault();
        if (await control.ExplainAsync(id, account is null ? null : new AccountId(account)) is { } story)
            await Write(context, 200, story);
        else
            await Refuse(context, 404, "ORDER_NOT_FOUND", $"no order '{id}' is in the journal");
    }
}
