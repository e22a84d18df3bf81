package io.troupe.actors.network;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import io.troupe.actors.cluster.Membership;
import io.troupe.actors.entity.Post;
import io.troupe.actors.network.NetworkMessage.AwaitDrained;
import io.troupe.actors.stage.ActorStage;
import io.troupe.actors.view.LiveView;
import io.troupe.actors.view.View;
import io.troupe.core.Event;
import io.troupe.core.Ref;
import io.troupe.core.network.Endpoints;
import io.troupe.core.node.NodeEvent;
import io.troupe.core.pod.PodEvent;
import java.util.Optional;
import java.util.function.Supplier;

/// What a member's book of the network is fed with, and where it is found.
public final class NetworkFeed {
  /// The name of every member's book, below `/system`.
  private static final String NAME = "network";

  private NetworkFeed() {}

  /// Starts a member's book; it is there as long as the system. One that begins anew after a
  /// message it failed at gets its sessions from what they say each second.
  ///
  /// @param shown the member's view, when it is there
  public static ActorRef<NetworkMessage> start(
      ActorSystem<?> system,
      Membership membership,
      Post post,
      NetworkSettings settings,
      Supplier<Optional<View>> shown) {
    Behavior<NetworkMessage> book =
        ActorStage.playOn(stage -> {
          NetworkBook begun =
              new NetworkBook(
                  stage,
                  post,
                  settings.drainTimeout(),
                  question -> askOthers(system, membership, question));
          shown.get().ifPresent(view -> begun.hear(new NetworkMessage.Open(view)));
          return begun;
        });
    return system.systemActorOf(book, NAME, Props.empty());
  }

  private static void askOthers(
      ActorSystem<?> system, Membership membership, AwaitDrained question) {
    for (String address : membership.serving()) {
      if (!address.equals(membership.address())) {
        Adapter.toClassic(system)
            .actorSelection("akka://" + system.name() + "@" + address + "/system/" + NAME)
            .tell(question, akka.actor.ActorRef.noSender());
      }
    }
  }

  /// What the book is to look at after a change of the view; empty for most. Pods of services that
  /// nobody calls are no news for the network, but that one leaves: the book may wait for that.
  public static Optional<NetworkMessage> touched(View view, LiveView.Change change) {
    Ref resource = change.entry().id().resource();
    Event event = change.entry().recorded().event();
    return switch (resource.kind()) {
      case SERVICE -> Optional.of(new NetworkMessage.ServiceTouched(resource));
      case POD ->
          Optional.of(Endpoints.serviceOf(resource))
              .filter(service ->
                  event instanceof PodEvent.PodDestroyRequested
                      || EndpointReader.isReached(view, service))
              .map(NetworkMessage.ServiceTouched::new);
      case NODE ->
          event instanceof NodeEvent of && matters(of)
              ? Optional.of(new NetworkMessage.NodeTouched(resource))
              : Optional.empty();
      case POOL -> Optional.of(new NetworkMessage.PoolTouched());
      case NAMESPACE, DEPLOYMENT -> Optional.empty();
    };
  }

  private static boolean matters(NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeJoined _,
          NodeEvent.NodeSuspected _,
          NodeEvent.NodeWentOffline _,
          NodeEvent.NodeWentOnline _,
          NodeEvent.SubnetLeased _,
          NodeEvent.NodeRemoved _ ->
          true;
      case NodeEvent.NodeMetaChanged _,
          NodeEvent.PodReserved _,
          NodeEvent.OfferConfirmed _,
          NodeEvent.PodUnassigned _,
          NodeEvent.LossConfirmed _,
          NodeEvent.SubnetMissed _,
          NodeEvent.SubnetReleased _,
          NodeEvent.PodReleased _ ->
          false;
    };
  }
}
