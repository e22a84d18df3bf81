/// All resources of a small cluster in one thread: the real deciders and the real scheduler, with
/// messages that are lost, doubled and reordered and with resources that crash at any moment, all
/// from one seed.
package io.troupe.core.simulation;
