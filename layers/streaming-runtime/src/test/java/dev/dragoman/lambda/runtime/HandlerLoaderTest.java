package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerLoaderTest {

  private static final ClassLoader HERE = HandlerLoaderTest.class.getClassLoader();

  public static class Good implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context) {}
  }

  public static class Bad extends Good {
    public Bad() {
      throw new UnsupportedOperationException("of the constructor");
    }
  }

  public static class Uninitialized extends Good {
    static final int NUMBER = Integer.parseInt("no number");
  }

  public static class Needy extends Good {
    public Needy(String need) {}
  }

  @Test
  void bothFormsOfAHandlerAreKnown() throws Throwable {
    String name = Good.class.getName();
    assertInstanceOf(Good.class, HandlerLoader.load(name, HERE));
    assertInstanceOf(Good.class, HandlerLoader.load(name + "::handleRequest", HERE));
  }

  @Test
  void whatCannotBeAHandlerSaysWhy() {
    assertThrows(
        IllegalArgumentException.class,
        () -> HandlerLoader.load(Good.class.getName() + "::other", HERE));
    assertThrows(IllegalArgumentException.class, () -> HandlerLoader.load("", HERE));
    assertThrows(ClassNotFoundException.class, () -> HandlerLoader.load("no.Such", HERE));
    assertThrows(
        IllegalArgumentException.class, () -> HandlerLoader.load("java.lang.String", HERE));
    assertThrows(
        IllegalArgumentException.class, () -> HandlerLoader.load(Needy.class.getName(), HERE));
    assertThrows(
        UnsupportedOperationException.class, () -> HandlerLoader.load(Bad.class.getName(), HERE));
    assertThrows(
        NumberFormatException.class, () -> HandlerLoader.load(Uninitialized.class.getName(), HERE));
  }

  @Test
  void theFunctionsPlacesComeInOrderAndNoneTwice(@TempDir Path folder) throws Exception {
    Path task = Files.createDirectories(folder.resolve("task"));
    Path lib = Files.createDirectories(task.resolve("lib"));
    Path layer = Files.createDirectories(folder.resolve("layer"));
    for (Path jar : List.of(lib.resolve("b.jar"), lib.resolve("a.jar"), layer.resolve("c.jar"))) {
      Files.createFile(jar);
    }
    Files.createFile(lib.resolve("notes.txt"));
    Path known = Files.createFile(layer.resolve("streaming-runtime.jar"));
    String classPath = String.join(File.pathSeparator, "x.jar", known.toString());
    try (URLClassLoader loader =
        (URLClassLoader) HandlerLoader.classLoader(task, layer, classPath)) {
      List<URI> places =
          Arrays.stream(loader.getURLs()).map(url -> URI.create(url.toString())).toList();
      assertEquals(
          List.of(
              task.toUri(),
              lib.resolve("a.jar").toUri(),
              lib.resolve("b.jar").toUri(),
              layer.resolve("c.jar").toUri()),
          places);
      assertSame(
          StreamingOutput.class,
          loader.loadClass(StreamingOutput.class.getName()),
          "the loop and the function must mean the same class");
    }
    ClassLoader none =
        HandlerLoader.classLoader(folder.resolve("x"), folder, folder.resolve("x").toString());
    assertSame(ClassLoader.getSystemClassLoader(), none);
  }
}
