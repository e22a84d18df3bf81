/// What Akka expects of a journal and of a snapshot store, case by case, for any plugin: subclass
/// and name the plugin's configuration.
@org.jspecify.annotations.NullMarked
package io.troupe.persistence.contract;
