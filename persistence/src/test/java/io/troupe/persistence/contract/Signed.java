package io.troupe.persistence.contract;

import akka.actor.ActorRef;

/// A payload with a serializer of its own, which needs to know its actor system.
record Signed(ActorRef signer, String text) {}
