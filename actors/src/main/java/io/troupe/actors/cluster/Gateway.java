package io.troupe.actors.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.actors.link.Gateways;
import io.troupe.actors.link.LinkMessage.Contact;
import io.troupe.actors.link.LinkMessage.Contacted;
import io.troupe.actors.session.ToSession;
import io.troupe.persistence.codec.Wire;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A control member's door: tells who it is to whoever looks for one, and passes on what agents say
/// to their sessions, wherever in the cluster these are.
public final class Gateway {
  private Gateway() {}

  /// Opens the door; it is there as long as the system.
  ///
  /// @param sessions takes what is for sessions
  /// @param open whether the control plane of this member is up
  public static ActorRef<ToSession> start(
      ActorSystem<?> system,
      ClusterSettings settings,
      Membership membership,
      Consumer<ToSession> sessions,
      BooleanSupplier open) {
    ActorRef<Wire> gateway =
        system.systemActorOf(
            behavior(settings, membership, sessions, open), Gateways.NAME, Props.empty());
    return gateway.narrow();
  }

  private static Behavior<Wire> behavior(
      ClusterSettings settings,
      Membership membership,
      Consumer<ToSession> sessions,
      BooleanSupplier open) {
    return Behaviors.receive((context, message) -> {
      if (message instanceof ToSession said) {
        sessions.accept(said);
      } else if (message instanceof Contact contact) {
        contact
            .replyTo()
            .tell(
                new Contacted(
                    settings.name(),
                    settings.controlMembers(),
                    settings.storage(),
                    membership.address(),
                    membership.status(),
                    open.getAsBoolean() && membership.trouble().isEmpty(),
                    membership.serving(),
                    context.getSelf().narrow()));
      }
      return Behaviors.same();
    });
  }
}
