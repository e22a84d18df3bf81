package io.troupe.core.service;

import io.troupe.core.Ref;
import io.troupe.core.decider.Decision;
import io.troupe.core.decider.Draft;
import io.troupe.core.decider.Owed;
import io.troupe.core.decider.Refusal.Code;
import io.troupe.core.network.Ipv4;
import io.troupe.core.pool.PoolCommand;
import io.troupe.core.pool.Pools;
import io.troupe.core.service.ServiceEvent.AddressLeased;
import io.troupe.core.service.ServiceEvent.AddressMissed;
import io.troupe.core.service.ServiceEvent.AddressReleased;
import io.troupe.core.service.ServiceEvent.ServiceRemoved;
import io.troupe.core.service.ServiceState.Active;
import io.troupe.core.service.ServiceState.Destroying;
import java.util.List;
import java.util.Optional;

/// How a service comes by an address of its own, and gives it back: it asks the pool while it wants
/// one, and the pool offers it until the service has taken it.
final class Addressing {
  private Addressing() {}

  /// An offer counts for the newest wish alone: an older one may be of an address that was given
  /// back since. Who has another address says so, and the pool keeps both for it.
  static Decision<ServiceEvent> take(ServiceState state, Ipv4 address, long number) {
    Address has = ServiceStatus.address(state);
    if (state instanceof Active active) {
      boolean wanted = isWanted(active, address);
      if (wanted && wish(active).isPresent() && number == state.generation()) {
        return Decision.accept(new AddressLeased(address));
      }
    }
    if (has.called().filter(address::equals).isPresent()) {
      return Decision.nothing();
    }
    return has.find().isEmpty()
        ? Decision.reject(Code.CONFLICT, "the service does not want the address " + address)
        : Decision.reject(
            Code.FORBIDDEN,
            "the service has the address %s and does not want %s now".formatted(has.ip(), address));
  }

  private static boolean isWanted(Active active, Ipv4 address) {
    Network network = active.spec().network();
    return network.isAddressed() && network.fixed().map(address::equals).orElse(true);
  }

  static Decision<ServiceEvent> miss(ServiceState state, String problem) {
    return state instanceof Active active
            && wish(active).isPresent()
            && !problem.equals(active.address().problem())
        ? Decision.accept(new AddressMissed(problem))
        : Decision.nothing();
  }

  /// The pool has the address back; with it goes a service of which nothing else is left.
  static Decision<ServiceEvent> drop(ServiceState state, Draft<ServiceEvent, ServiceState> draft) {
    if (ServiceStatus.address(state).find().isEmpty() || !isReleasing(state)) {
      return Decision.nothing();
    }
    draft.add(new AddressReleased());
    if (state instanceof Destroying destroying && destroying.deployments().isEmpty()) {
      draft.add(new ServiceRemoved());
    }
    return draft.accept();
  }

  private static boolean isReleasing(ServiceState state) {
    return switch (state) {
      case Active active -> active.address().returned() > 0;
      case Destroying destroying ->
          destroying.address().returned() > 0 || destroying.deployments().isEmpty();
      case ServiceState.Absent _, ServiceState.Requested _, ServiceState.Removed _ -> false;
    };
  }

  /// The address that the service asks for: empty when it asks for none, else the one it insists on
  /// or none in particular. While it does not know what will become of a change it asks for
  /// nothing: the change has its number already, and may want another address.
  private static Optional<Optional<Ipv4>> wish(Active active) {
    Network network = active.spec().network();
    Address address = active.address();
    Optional<Ipv4> has = address.find();
    boolean content =
        active.wish() != null
            || !network.isAddressed()
            || address.returned() > 0
            || (has.isPresent()
                && !address.asked()
                && network.fixed().map(has.get()::equals).orElse(true));
    return content ? Optional.empty() : Optional.of(network.fixed());
  }

  static void owe(Ref self, ServiceState state, List<Owed> owed) {
    if (state instanceof Active active) {
      wish(active)
          .ifPresent(wanted ->
              owed.add(
                  new Owed.Ask(
                      Pools.SERVICES,
                      new PoolCommand.Lease(self, state.generation(), wanted.orElse(null)))));
    }
    if (isReleasing(state) && ServiceStatus.address(state).find().isPresent()) {
      long returned = ServiceStatus.address(state).returned();
      long number = returned > 0 ? returned : state.generation();
      owed.add(new Owed.Ask(Pools.SERVICES, new PoolCommand.Release(self, number)));
    }
  }
}
