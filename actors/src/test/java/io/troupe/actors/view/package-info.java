/// Tests of this room on the embedded journal, with hand-written neighbours.
package io.troupe.actors.view;
