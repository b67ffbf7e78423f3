namespace TradingActors.Simulation;

/// <summary>
/// How the network behaves. Every frame takes <paramref name="DelayMin"/> to <paramref name="DelayMax"/> and
/// never overtakes another of its connection and direction. Connections break after <paramref
/// name="BreakEvery"/> on average (null never), each direction at a moment of its own, and take what is under
/// way with them. A write is <paramref name="PendingShare"/> of the time not taken at once.
/// </summary>
public sealed record SimulatedNetworkSettings(
    TimeSpan DelayMin,
    TimeSpan DelayMax,
    TimeSpan? BreakEvery,
    double PendingShare)
{
    public static readonly SimulatedNetworkSettings Calm = new(
        TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(12), BreakEvery: null, PendingShare: 0.02);
}
