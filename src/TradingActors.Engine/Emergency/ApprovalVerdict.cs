namespace TradingActors.Engine.Emergency;

/// <summary>
/// The approval that holds, or else <paramref name="Code"/> (one of <see cref="ApprovalCodes"/>) and why not.
/// </summary>
public sealed record ApprovalVerdict<T>(Approval<T>? Approved, string Code = "", string Reason = "");
