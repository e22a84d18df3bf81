/// Tests of the API against a control plane in memory.
package io.troupe.http;
