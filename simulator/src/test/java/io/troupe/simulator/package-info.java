/// The simulator at work: seeds, kept traces, crashes at every event, and planted bugs.
package io.troupe.simulator;
