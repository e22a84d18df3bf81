/// Tests of reading bodies.
package io.troupe.http.document;
