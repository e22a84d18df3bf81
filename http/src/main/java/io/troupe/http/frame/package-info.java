/// What every route shares: its own description, matching, authentication, errors, request ids, and
/// the OpenAPI document made from the descriptions. Nothing here knows a resource.
@NullMarked
package io.troupe.http.frame;

import org.jspecify.annotations.NullMarked;
