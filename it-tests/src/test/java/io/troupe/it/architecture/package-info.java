/// The rules of the house that a machine can check, and the proof that each of them can fail.
package io.troupe.it.architecture;
