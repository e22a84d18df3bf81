/// A control plane in memory: the real deciders, run one command at a time.
package io.troupe.http.plane;
