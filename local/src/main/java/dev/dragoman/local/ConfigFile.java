package dev.dragoman.local;

import dev.dragoman.config.ConfigFaults;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.config.GatewayConfig;
import dev.dragoman.provider.catalogue.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A {@code config.yaml} of this machine. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * What stands in {@code file}.
   *
   * @throws Refusal that tells all its faults
   */
  static GatewayConfig read(Path file, Map<String, String> environment) {
    try {
      return new ConfigReader(Providers.known(), environment::get).read(Files.readString(file));
    } catch (ConfigFaults e) {
      throw new Refusal(file + " has faults:\n" + e.rendered(file.toString()));
    } catch (IOException e) {
      throw Refusal.of("cannot read " + file, e);
    }
  }
}
