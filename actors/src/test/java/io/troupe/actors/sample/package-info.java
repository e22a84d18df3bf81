/// A realistic sample of everything that is stored or sent, with every field set.
package io.troupe.actors.sample;
