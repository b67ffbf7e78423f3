using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// A durable intent to send. Ends in exactly one of <see cref="OrderStoppedAtGate"/> (no byte left), the
/// venue's
/// answer, or <see cref="VenueOutcomeUnknown"/>.
/// <paramref name="Reduces"/> says that risk approved it as a reducing order; <paramref name="ReceivedAt"/>
/// is when it was. <paramref name="IsExit"/> says that it belongs to a flatten: the gate lets it pass in
/// every mode.
/// </summary>
public sealed record SendOrder(
    PlaceAtVenue Command, StrategyId Strategy, bool Reduces, Instant ReceivedAt, bool IsExit = false);

/// <summary>
/// A durable replacement to send; ends like <see cref="SendOrder"/>, under the replacement's id.
/// </summary>
public sealed record SendReplace(ReplaceAtVenue Command, StrategyId Strategy, bool Reduces, Instant ReceivedAt);

/// <summary>A cancel: passes every halt and limit.</summary>
public sealed record SendCancel(CancelAtVenue Command);

/// <summary>A query for reconciliation.</summary>
public sealed record SendQuery(VenueCommand Query);

/// <summary>Stopped before a byte was written: definite, local, terminal.</summary>
public sealed record OrderStoppedAtGate(VenueClientId Id, string Code, string Reason);

/// <summary>
/// The order is finished by what the desk knows; the connection need not remember it for an emergency cancel.
/// </summary>
public sealed record OrderFinished(VenueClientId Id);

public enum ConnectionPhase
{
    Disconnected,
    Connecting,
    LoggingOn,
    Ready,
}

/// <summary>
/// Published to the desk and the listeners. <paramref name="Attempt"/> counts tries since the last Ready.
/// </summary>
public sealed record ConnectionChanged(AccountId Account, ConnectionPhase Phase, string Reason, int Attempt, DateTimeOffset At);

/// <summary>
/// How the connection stands now; answered by the latest <see cref="ConnectionChanged"/>.
/// </summary>
public sealed record GetConnection;

/// <summary>
/// Stop well: nothing new is sent, the transport is closed and <see cref="ConnectionStopped"/> answers.
/// </summary>
public sealed record StopConnection;

public sealed record ConnectionStopped;

/// <summary>Open the connection and keep it open until told to stop.</summary>
public sealed record OpenConnection;

/// <summary>
/// Make a second session and move over to it once it is ready, without a gap: a key was changed, or the
/// venue is about to end the present one.
/// </summary>
public sealed record ReplaceSession(string Reason);

/// <summary>
/// A cancel that could not be handed to the socket; the order's owner asks again once the session is back.
/// </summary>
public sealed record CancelNotSent(VenueClientId Id, string Reason);

/// <summary>
/// Cancel, without asking anybody, every order that was written here and is not known to be finished.
/// </summary>
public sealed record CancelEverythingWritten(string Reason);
