using Akka.Actor;
using Akka.Event;

namespace TradingActors.Engine.Connection;

/// <summary>
/// What a <see cref="FrameInbox"/> tells the actor that owns the connection. <paramref name="Generation"/> is
/// the number that the owner gave this connection: a signal of an earlier one is stale and to be ignored.
/// </summary>
public abstract record TransportSignal(long Generation)
    : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The transport is open.</summary>
public sealed record TransportOpened(long Generation) : TransportSignal(Generation);

/// <summary>Frames wait in the inbox; told once until the owner drains it.</summary>
public sealed record FramesArrived(long Generation) : TransportSignal(Generation);

/// <summary>The write that was pending has completed.</summary>
public sealed record TransportWritten(long Generation) : TransportSignal(Generation);

/// <summary>
/// The connection is gone or could not be made; every frame that came before it has been announced before it.
/// </summary>
public sealed record TransportClosed(long Generation, string Reason) : TransportSignal(Generation);
