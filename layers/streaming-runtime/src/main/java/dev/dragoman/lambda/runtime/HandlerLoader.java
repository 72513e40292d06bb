package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the handler where a managed runtime would: in the task root, its {@code lib/*.jar} and the
 * layers' {@code /opt/java/lib/*.jar}, in this order and after the class path.
 *
 * <p>The class path comes first so that {@link StreamingOutput} and the Lambda interfaces are the
 * same classes to the loop and to a function that packs them too. Without streams or lambdas, as
 * all on the way to the first answer: their first use costs a cold start some milliseconds.
 */
final class HandlerLoader {

  static final Path LAYERS = Path.of("/opt/java/lib");

  private HandlerLoader() {}

  static ClassLoader classLoader(Path taskRoot, Path layers, String classPath) throws IOException {
    List<Path> places = new ArrayList<>();
    places.add(taskRoot);
    places.addAll(jars(taskRoot.resolve("lib")));
    places.addAll(jars(layers));
    Set<Path> known = new HashSet<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      if (!entry.isEmpty()) {
        known.add(real(Path.of(entry)));
      }
    }
    List<URL> urls = new ArrayList<>();
    for (Path place : places) {
      if (!known.contains(real(place))) {
        urls.add(url(place));
      }
    }
    ClassLoader parent = ClassLoader.getSystemClassLoader();
    return urls.isEmpty() ? parent : new URLClassLoader(urls.toArray(URL[]::new), parent);
  }

  private static List<Path> jars(Path folder) {
    List<Path> jars = new ArrayList<>();
    String[] names = folder.toFile().list();
    if (names != null) {
      Arrays.sort(names);
      for (String name : names) {
        if (name.endsWith(".jar")) {
          jars.add(folder.resolve(name));
        }
      }
    }
    return jars;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** A folder that does not exist must end with a slash too, or it is taken for a jar. */
  private static URL url(Path place) throws MalformedURLException {
    String uri = place.toUri().toString();
    boolean folder = !uri.endsWith(".jar") && !uri.endsWith("/");
    return URI.create(folder ? uri + "/" : uri).toURL();
  }

  /**
   * Makes the handler; what its constructor or its class initializer throws comes out as it is.
   *
   * @throws IllegalArgumentException when the name or the class cannot be a handler's
   */
  static RequestStreamHandler load(String handler, ClassLoader loader) throws Throwable {
    String[] parts = handler.split("::", 2);
    if (parts[0].isBlank() || (parts.length == 2 && !parts[1].equals("handleRequest"))) {
      throw new IllegalArgumentException(
          "handler '" + handler + "' must be pkg.Class or pkg.Class::handleRequest");
    }
    try {
      Class<?> type = Class.forName(parts[0], true, loader);
      if (!RequestStreamHandler.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            parts[0] + " is no RequestStreamHandler, the only kind that can stream");
      }
      return (RequestStreamHandler) type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(parts[0] + " has no constructor without parameters", e);
    }
  }
}
