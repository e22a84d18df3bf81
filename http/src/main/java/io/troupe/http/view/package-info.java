/// Resources as clients see them: which view each kind has, and how a view finds the resources it
/// shows within another.
@NullMarked
package io.troupe.http.view;

import org.jspecify.annotations.NullMarked;
