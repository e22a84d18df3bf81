/// What the nodes are told of the network: each control member keeps a book of endpoints and peers,
/// which follow from its view, and passes on what changes in it until every agent has it.
@NullMarked
package io.troupe.actors.network;

import org.jspecify.annotations.NullMarked;
