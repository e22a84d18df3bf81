/// Tests of the deciders as stories: given these events, when this command comes, then these events
/// follow, this is answered, and this is owed.
package io.troupe.core.scenario;
