namespace TradingActors.Tests.Controls;

/// <summary>
/// One control of the catalogue: what it demands, from which rule or practice, and where the engine keeps it.
/// Without a place it says why this engine has none.
/// </summary>
internal sealed record Control(string Id, string Name, string Source, string[] Where, string Remark = "");
