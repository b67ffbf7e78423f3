using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;

namespace TradingActors.Node.Control;

/// <summary>What the control address needs of a running node.</summary>
public interface INodeControl
{
    /// <summary>True while this node is a member of its cluster and not on its way out.</summary>
    bool IsMember { get; }

    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    Task<NodeView> GetStateAsync();

    Task<EmergencyView> GetEmergencyAsync();

    Task<HaltAcknowledged> HaltAsync(Scope scope, string reason, string principal);

    /// <summary>
    /// Answers <see cref="Resumed"/>, <see cref="ResumePending"/> or <see cref="ResumeRefused"/>.
    /// </summary>
    Task<object> ResumeAsync(Scope scope, string reason, string principal, long? version);

    /// <summary>An id unlike any other of any node's any life.</summary>
    string NewId(string kind);

    /// <summary>Sends to an account of this node and waits for what it answers.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    Task<object> AskAccountAsync(string account, object message, TimeSpan patience);

    /// <summary>Answers <see cref="Resumed"/> or <see cref="ResumeRefused"/>.</summary>
    Task<object> ApproveAsync(string approvalId, string principal);

    /// <summary>The order's story from this node's journals, null when they have none.</summary>
    Task<OrderStory?> ExplainAsync(string order, AccountId? account);

    /// <summary>Reads an account's key, or everybody's, and moves over to those that changed.</summary>
    Task<ReloadKeysAnswer> ReloadKeysAsync(string? account);

    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    Task<HaltView> GetHaltAsync(string haltId);
}
