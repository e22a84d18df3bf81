package io.troupe.node.pod;

import io.troupe.node.container.ContainerRuntime;
import io.troupe.node.image.ImagePulls;
import io.troupe.node.volume.VolumeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/// What the pods of one agent share.
///
/// @param node the node's name
/// @param address the node's own address, as observations tell it
/// @param network how pods get into the node's network, as soon as that is known
/// @param starts permits for containers being created and started at once
/// @param threads a virtual thread for each task
/// @param settle how long a pod may be starting before that is news
/// @param minReady how long a container has to run before it counts as running
/// @param clock that by which containers are dated
public record PodTools(
    String node,
    String address,
    PodAttachments network,
    ContainerRuntime containers,
    ImagePulls images,
    VolumeStore volumes,
    Semaphore starts,
    ExecutorService threads,
    Duration settle,
    Duration minReady,
    InstantSource clock) {}
