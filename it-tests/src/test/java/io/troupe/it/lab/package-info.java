/// Clusters on real hosts of a lab, and what they do when links, processes, clocks and disks fail;
/// and the tests of the lab itself.
@NullMarked
package io.troupe.it.lab;

import org.jspecify.annotations.NullMarked;
