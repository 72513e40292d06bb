package dev.dragoman.http;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of paths. A path that ends in {@code /*} stands for all below it; the exact one goes
 * first. {@code HEAD} is answered wherever {@code GET} is. Every answer gets a {@code request-id},
 * and every fault the envelope of the Messages API.
 */
public final class PathTable implements Handler {
  private static final Logger LOG = System.getLogger("dev.dragoman");
  private static final String BELOW = "/*";

  private final Map<String, Map<String, Action>> paths = new LinkedHashMap<>();
  private final Supplier<String> requestIds;

  public PathTable(Supplier<String> requestIds) {
    this.requestIds = requestIds;
  }

  /** Adds an action; the table must be whole before it is used. */
  public PathTable on(String method, String path, Action action) {
    paths.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, action);
    return this;
  }

  @Override
  public void handle(Request request, Responder responder) throws IOException {
    String id = requestIds.get();
    Reply reply = new Reply(responder, id, request.method().equals("HEAD"));
    try {
      action(request).answer(request, id, reply);
    } catch (ApiException e) {
      LOG.log(Level.DEBUG, "request " + id + " is refused: " + request, e);
      send(e.error(), id, reply, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "request " + id + " failed: " + request, e);
      send(ApiError.of(ErrorType.API, "the gateway failed, see its log"), id, reply, e);
    } catch (Error e) {
      LOG.log(Level.ERROR, "request " + id + " failed: " + request, e);
      throw e;
    }
  }

  private Action action(Request request) {
    Map<String, Action> methods = methods(request.path());
    if (methods == null) {
      throw ApiError.of(ErrorType.NOT_FOUND, "there is nothing at " + request.shownPath())
          .toException();
    }
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Action action = methods.get(method);
    if (action == null) {
      throw ApiError.invalid(
              request.shownPath() + " takes " + String.join(", ", new TreeSet<>(methods.keySet())))
          .withStatus(405)
          .toException();
    }
    return action;
  }

  private @Nullable Map<String, Action> methods(String path) {
    Map<String, Action> exact = paths.get(path);
    for (int slash = path.length(); exact == null && slash > 0; ) {
      slash = path.lastIndexOf('/', slash - 1);
      exact = slash < 0 ? null : paths.get(path.substring(0, slash) + BELOW);
    }
    return exact;
  }

  private static void send(ApiError error, String id, Reply reply, RuntimeException fault)
      throws IOException {
    if (reply.begun) {
      throw fault;
    }
    ErrorReply.send(error, id, reply);
  }

  /** Adds the request's id to the answer, and drops the body that a HEAD does not want. */
  private static final class Reply implements Responder {
    private final Responder responder;
    private final String requestId;
    private final boolean headOnly;
    private boolean begun;

    Reply(Responder responder, String requestId, boolean headOnly) {
      this.responder = responder;
      this.requestId = requestId;
      this.headOnly = headOnly;
    }

    @Override
    public OutputStream begin(int status, Headers headers) throws IOException {
      begun = true;
      OutputStream out = responder.begin(status, headers.with("request-id", requestId));
      return headOnly ? new NoBody(out) : out;
    }
  }

  /** Takes a body and sends none. */
  private static final class NoBody extends OutputStream {
    private final OutputStream out;

    NoBody(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {}

    @Override
    public void write(byte[] bytes, int from, int length) {}

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
