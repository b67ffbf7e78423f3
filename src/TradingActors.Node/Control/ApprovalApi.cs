using TradingActors.Engine.Emergency;

namespace TradingActors.Node.Control;

/// <summary>
/// The second person's word over HTTP, and how every answer to a resume is written: 200 when lifted, 202 when
/// it waits for somebody else, 409 when refused.
/// </summary>
internal static class ApprovalApi
{
    public static void Map(IEndpointRouteBuilder app, INodeControl control) =>
        app.MapPost("/engine/v1/emergency/approvals/{id}", async context =>
        {
            var request = await ControlHttp.Read<ApproveRequest>(context);
            var id = (string)context.Request.RouteValues["id"]!;
            await WriteAsync(context, await control.ApproveAsync(id, request.Principal ?? "http"));
        });

    public static Task WriteAsync(HttpContext context, object answer) => answer switch
    {
        Resumed resumed => ControlHttp.Write(context, 200, new ResumeAnswer(
            resumed.Scope.ToString(), resumed.Version, resumed.ModeNow,
            [.. resumed.HoldsLeft.Select(NodeViews.From)])),
        ResumePending pending => ControlHttp.Write(context, 202, NodeViews.From(pending.Approval)),
        ResumeRefused refused => ControlHttp.Refuse(context, 409, refused.Code, refused.Reason),
        _ => throw new InvalidOperationException($"a resume was answered by {answer.GetType().Name}"),
    };
}
