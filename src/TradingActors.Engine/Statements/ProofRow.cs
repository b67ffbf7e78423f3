namespace TradingActors.Engine.Statements;

/// <summary>Opening and moves must give what a fold of its own gives, to the last digit.</summary>
public sealed record ProofRow(string Of, decimal Opening, decimal Moved, decimal Closing)
{
    public bool Holds => Opening + Moved == Closing;
}
