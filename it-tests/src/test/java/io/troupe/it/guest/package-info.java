/// Tests that need another kernel than this machine's: they run in a User-mode Linux guest, which
/// has IPVS, dummy links and `netem`.
@NullMarked
package io.troupe.it.guest;

import org.jspecify.annotations.NullMarked;
