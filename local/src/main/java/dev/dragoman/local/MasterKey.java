package dev.dragoman.local;

import dev.dragoman.access.Access;
import dev.dragoman.config.GatewayConfig;
import dev.dragoman.credential.Environment;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.SecretSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The key that admits to everything: the configuration's {@code master_key}, else {@code
 * LITELLM_MASTER_KEY}, else one made on the first start and kept in the data folder.
 *
 * @param source where it came from, for a person to read
 * @param shown how to write it in a command without giving it away: itself, if it was made here
 */
record MasterKey(String value, String source, String shown) {
  private static final String VARIABLE = "LITELLM_MASTER_KEY";
  private static final String FILE = "master-key";
  private static final int BYTES = 24;

  /**
   * The key.
   *
   * @param random what a new key is made of; null if none is to be made
   */
  static MasterKey find(
      @Nullable GatewayConfig config,
      Environment variables,
      Path data,
      @Nullable RandomGenerator random) {
    MasterKey key = configured(config, variables);
    if (key == null) {
      String variable = variables.get(VARIABLE);
      key =
          variable == null
              ? kept(data, random)
              : new MasterKey(variable.strip(), VARIABLE, "$" + VARIABLE);
    }
    String weakness = Access.weakness(key.value());
    if (weakness != null) {
      throw new Refusal(weakness + " (from " + key.source() + ")");
    }
    return key;
  }

  @Override
  public String toString() {
    return "MasterKey from " + source;
  }

  private static @Nullable MasterKey configured(
      @Nullable GatewayConfig config, Environment variables) {
    SecretRef reference = config == null ? null : config.masterKey();
    if (reference == null) {
      return null;
    }
    try {
      String value = new SecretSource(variables).resolve(reference);
      boolean variable = reference.kind() == SecretRef.Kind.ENVIRONMENT;
      return new MasterKey(
          value,
          "master_key in the configuration",
          variable ? "$" + reference.name() : "YOUR_MASTER_KEY");
    } catch (MissingSecret e) {
      throw new Refusal("master_key: " + e.getMessage());
    }
  }

  private static MasterKey kept(Path data, @Nullable RandomGenerator random) {
    Path file = data.resolve(FILE);
    try {
      if (!Files.exists(file) && random != null) {
        make(file, random);
      }
      String value = Files.readString(file).strip();
      return new MasterKey(value, file.toString(), value);
    } catch (IOException e) {
      throw Refusal.of("cannot keep a master key in " + file, e);
    }
  }

  private static void make(Path file, RandomGenerator random) throws IOException {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String key = "sk-dragoman-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Files.createDirectories(
        file.toAbsolutePath().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      // Another process was first; its key counts.
    }
  }
}
