package io.troupe.http;

import com.typesafe.config.Config;

/// How the API listens and what it says of itself; the section `troupe.api`.
///
/// @param port 0 for any free port
/// @param token the cluster's shared secret, empty for no authentication
/// @param maxBody the longest body that is read, in bytes
/// @param domainInternal domain of services inside the cluster, as it is shown
/// @param domainExternal external domain of namespaces that have none of their own
/// @param followLogs whether logs are followed when a request does not say
public record ApiSettings(
    String host,
    int port,
    String token,
    long maxBody,
    String clusterName,
    String clusterDescription,
    String domainInternal,
    String domainExternal,
    boolean followLogs) {

  /// The settings below `troupe.api` of a whole configuration.
  public static ApiSettings from(Config config) {
    Config api = config.getConfig("troupe.api");
    return new ApiSettings(
        api.getString("host"),
        api.getInt("port"),
        api.getString("token"),
        api.getBytes("max-body"),
        api.getString("cluster-name"),
        api.getString("cluster-description"),
        api.getString("domain-internal"),
        api.getString("domain-external"),
        api.getBoolean("logs-follow-default"));
  }

  /// The settings without the secret, for logs.
  @Override
  public String toString() {
    return "%s:%d, authentication %s".formatted(host, port, token.isEmpty() ? "off" : "on");
  }
}
