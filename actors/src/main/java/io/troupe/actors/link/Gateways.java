package io.troupe.actors.link;

import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import io.troupe.actors.link.LinkMessage.Contact;
import io.troupe.actors.link.LinkMessage.Contacted;

/// Asks the gateways of control members by the addresses of their remoting. Whether one is there
/// shows when it answers.
public final class Gateways {
  /// The name of every member's gateway, below `/system`.
  public static final String NAME = "gateway";

  private final ActorSystem<?> system;
  private final Contact contact;

  /// @param replyTo who is told what a gateway answers
  public Gateways(
      ActorSystem<?> system, String cluster, akka.actor.typed.ActorRef<Contacted> replyTo) {
    this.system = system;
    String version = system.settings().config().getString("akka.cluster.app-version");
    this.contact = new Contact(cluster, version, replyTo);
  }

  /// Asks one.
  ///
  /// @param address `host:port`
  public void contact(String address) {
    Adapter.toClassic(system)
        .actorSelection("akka://" + system.name() + "@" + address + "/system/" + NAME)
        .tell(contact, ActorRef.noSender());
  }
}
