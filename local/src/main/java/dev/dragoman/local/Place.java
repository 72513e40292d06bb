package dev.dragoman.local;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the local gateway listens and keeps what it knows: options of several commands. */
final class Place {
  @Option(names = "--config", paramLabel = "FILE", description = "A config.yaml in LiteLLM's form.")
  @Nullable Path config;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "4000",
      description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
  int port = 4000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".dragoman",
      description = "The folder for keys, mappings and usage (default: ${DEFAULT-VALUE}).")
  Path data = Path.of(".dragoman");

  InetSocketAddress address() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new Refusal("cannot listen on " + host + ": there is no such host");
    } catch (IllegalArgumentException e) {
      throw new Refusal("cannot listen on port " + port + ": a port is a number from 0 to 65535");
    }
  }
}
