/// Tests of the scheduler's conversation with nodes and pods, on manual time.
package io.troupe.actors.scheduling;
