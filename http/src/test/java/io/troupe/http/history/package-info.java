/// Tests of what is told of the log.
package io.troupe.http.history;
