/// The picture of all resources that each control member keeps in memory, fed by the event log in
/// order.
@NullMarked
package io.troupe.actors.view;

import org.jspecify.annotations.NullMarked;
