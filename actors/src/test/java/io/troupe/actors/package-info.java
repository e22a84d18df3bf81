/// The control plane as a whole, on the embedded journal, with agents that only pretend.
package io.troupe.actors;
