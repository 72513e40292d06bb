package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrapperTest {

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final String OURS = "dev.dragoman.lambda.runtime.StreamingRuntime";

  @TempDir Path folder;
  private Path layer;
  private String java;
  private String jar;

  private record Ran(List<String> arguments, String err, int code) {}

  /** A layer in a folder with a blank in its name, and a java that tells how it was called. */
  @BeforeEach
  void lay() throws IOException {
    layer = Files.createDirectories(folder.resolve("o p t"));
    Files.copy(
        Path.of("src/main/layer/streaming-runtime"),
        layer.resolve("streaming-runtime"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(layer.resolve("java/lib"));
    jar = Files.createFile(layer.resolve("java/lib/streaming-runtime.jar")).toString();
    Path script = folder.resolve("java");
    Files.writeString(
        script,
        "#!/bin/sh\necho \"streaming=${STREAMING_RUNTIME:-}\"\nfor a in \"$@\"; do echo \"$a\"; done\nexit 7\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    java = script.toString();
  }

  private Ran run(Map<String, String> env, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(layer.resolve("streaming-runtime").toString());
    command.add(java);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(env);
    Path err = folder.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(out.lines().toList(), Files.readString(err), process.waitFor());
  }

  @Test
  void theMainClassIsSwappedAndTheJarGoesLast() throws Exception {
    for (String option : List.of("-cp", "-classpath", "--class-path")) {
      Ran ran =
          run(
              Map.of(),
              "-Xshare:on",
              "-Dname=a  b'\"$c\\",
              option,
              "/var/runtime/lib/*",
              CLIENT,
              "pkg.Handler::handleRequest",
              "",
              CLIENT);
      assertEquals(
          List.of(
              "streaming=1",
              "-Xshare:on",
              "-Dname=a  b'\"$c\\",
              option,
              "/var/runtime/lib/*:" + jar,
              OURS,
              "pkg.Handler::handleRequest",
              "",
              CLIENT),
          ran.arguments());
      assertEquals("", ran.err());
      assertEquals(7, ran.code());
    }
    assertEquals(
        List.of("streaming=1", "--class-path=a.jar:" + jar, "-Xmx1m", OURS),
        run(Map.of(), "--class-path=a.jar", "-Xmx1m", CLIENT).arguments());
  }

  @Test
  void samLocalGetsTheManagedClientInSilence() throws Exception {
    Map<String, String> env = Map.of("AWS_SAM_LOCAL", "true", "STREAMING_RUNTIME", "1");
    Ran ran = run(env, "-cp", "a.jar", CLIENT, "h");
    assertEquals(List.of("streaming=", "-cp", "a.jar", CLIENT, "h"), ran.arguments());
    assertEquals("", ran.err());
  }

  @Test
  void aCommandOfAnotherShapeIsLeftAsItIs() throws Exception {
    List<List<String>> odd =
        List.of(
            List.of(),
            List.of(CLIENT, "h"),
            List.of("-cp"),
            List.of("-cp", CLIENT),
            List.of("-cp", "a.jar", "-cp", "b.jar", CLIENT, "h"),
            List.of("-jar", "runtime.jar", "h"),
            List.of("@arguments"),
            List.of("-cp", "a.jar", "com.example.Other", "-cp", CLIENT));
    for (List<String> arguments : odd) {
      Ran ran = run(Map.of(), arguments.toArray(String[]::new));
      List<String> expected = new ArrayList<>(List.of("streaming="));
      expected.addAll(arguments);
      assertEquals(expected, ran.arguments());
      assertEquals(1, ran.err().lines().count(), ran.err());
      assertEquals(7, ran.code());
    }
  }

  @Test
  void withoutItsJarTheManagedClientStarts() throws Exception {
    Files.delete(Path.of(jar));
    Ran ran = run(Map.of(), "-cp", "a.jar", CLIENT, "h");
    assertEquals(List.of("streaming=", "-cp", "a.jar", CLIENT, "h"), ran.arguments());
    assertTrue(ran.err().contains("no " + jar), ran.err());
  }
}
