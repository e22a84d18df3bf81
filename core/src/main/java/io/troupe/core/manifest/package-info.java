/// Manifests: what users write, as a located tree, read into typed patches with every problem
/// named, and written back. Parsers of YAML and JSON live elsewhere.
@NullMarked
package io.troupe.core.manifest;

import org.jspecify.annotations.NullMarked;
