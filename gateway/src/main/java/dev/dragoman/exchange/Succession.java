package dev.dragoman.exchange;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Sha256;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.wire.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request that a newer one of the same conversation has succeeded: where no write shows that
 * a client has left, one that asks again is the only sign. It looks after ten seconds, and then
 * after ever longer: a request of some seconds costs a write and no look.
 *
 * <p>Only Claude Code's requests are watched, by its header: it asks one thing at a time in a
 * conversation, where another client may ask the same several times at once.
 */
final class Succession implements Pulse.Beat {
  private static final Logger LOG = System.getLogger("dev.dragoman");
  private static final long FIRST = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final NewestRequests newest;
  private final String conversation;
  private final String requestId;
  private final Runnable succeeded;
  private long wait = FIRST;
  private volatile long next = System.nanoTime() + FIRST;

  /** Until it is known itself, whom it would find is older. */
  private volatile boolean begun;

  private Succession(
      NewestRequests newest, String conversation, String requestId, Runnable succeeded) {
    this.newest = newest;
    this.conversation = conversation;
    this.requestId = requestId;
    this.succeeded = succeeded;
  }

  /**
   * Watches a request, and lets those before it know; null where there is nothing to watch.
   *
   * @param succeeded is run when there is a newer one
   */
  static @Nullable Succession of(
      @Nullable NewestRequests newest,
      Headers headers,
      MessagesRequest request,
      String requestId,
      Instant start,
      Runnable succeeded) {
    String session = headers.first("x-claude-code-session-id");
    if (newest == null || session == null) {
      return null;
    }
    String conversation = conversation(session, headers.first("x-claude-code-agent-id"), request);
    Succession watched = new Succession(newest, conversation, requestId, succeeded);
    Thread.ofVirtual().name("newest " + requestId).start(() -> watched.begin(start));
    return watched;
  }

  private void begin(Instant start) {
    try {
      newest.begin(conversation, requestId, start);
      begun = true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "request " + requestId + " does not end those before it", e);
    }
  }

  /** A session, an agent of it, and where its conversation began. */
  private static String conversation(
      String session, @Nullable String agent, MessagesRequest request) {
    StringBuilder what = new StringBuilder(session).append('\n').append(agent).append('\n');
    what.append(request.tools().isEmpty() ? "without tools\n" : "with tools\n");
    for (Message message : request.messages()) {
      if (message.role() == Message.Role.USER) {
        message.content().forEach(block -> what.append(text(block)).append('\n'));
        break;
      }
    }
    return Sha256.hex(what.toString());
  }

  private static String text(ContentBlock block) {
    return block instanceof ContentBlock.Text text ? text.text() : block.getClass().getSimpleName();
  }

  @Override
  public boolean due(long now) {
    return begun && now - next >= 0;
  }

  @Override
  public void beat() {
    wait = Math.min(2 * wait, LONGEST);
    next = System.nanoTime() + wait;
    try {
      boolean newer = newest.newest(conversation).filter(id -> !id.equals(requestId)).isPresent();
      if (newer) {
        succeeded.run();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "request " + requestId + " could not look for a newer one", e);
    }
  }
}
