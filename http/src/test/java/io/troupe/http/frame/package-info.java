/// Tests of what all routes share.
package io.troupe.http.frame;
