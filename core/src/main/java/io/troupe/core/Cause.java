package io.troupe.core;

import org.jspecify.annotations.Nullable;

/// Why a command was given and its events exist. Following [#parent()] from event to event leads
/// back to the request or observation that started it all.
///
/// @param principal who began the chain: a user or token name, `agent:<host>`, or `troupe` for what
///   the control plane begins by itself
/// @param request the id of the API request that began the chain, absent when no request did
/// @param parent the event that made the sender send this, absent at the beginning of the chain
public record Cause(String principal, @Nullable String request, @Nullable EventId parent) {
  /// The principal of what the control plane begins by itself.
  public static final String SYSTEM = "troupe";

  /// The beginning of a chain that no request began.
  public static Cause by(String principal) {
    return new Cause(principal, null, null);
  }

  /// The beginning of a chain at an API request.
  public static Cause of(String principal, String request) {
    return new Cause(principal, request, null);
  }

  /// The same chain, one event further on.
  public Cause after(EventId event) {
    return new Cause(principal, request, event);
  }
}
