package dev.dragoman.provider.golden;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.LoadedCalls;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.FrameReader;
import dev.dragoman.wire.SseReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a provider as the client gets it.
 *
 * @param error what ended it before its end; it is the last event, too
 */
public record Translation(
    List<StreamEvent> events, Usage usage, List<Note> notes, @Nullable ApiError error) {

  /** An answer that came as a stream of events, whole or cut. */
  public static Translation ofStream(
      byte[] sse, Provider provider, MessagesRequest request, Deployment target) {
    return ofFrames(sse, out -> new SseReader(1 << 20, out), provider, request, target);
  }

  /** An answer that came as AWS's binary stream of events, whole or cut. */
  public static Translation ofEventStream(
      byte[] bytes, Provider provider, MessagesRequest request, Deployment target) {
    return ofFrames(bytes, out -> new EventStreamReader(1 << 20, out), provider, request, target);
  }

  private static Translation ofFrames(
      byte[] bytes,
      Function<Consumer<Frame>, FrameReader> readers,
      Provider provider,
      MessagesRequest request,
      Deployment target) {
    return run(
        provider,
        request,
        target,
        out -> {
          Translator translator = provider.translator(request, target);
          FrameReader reader = readers.apply(frame -> translator.accept(frame, out));
          reader.feed(bytes, 0, bytes.length);
          reader.end();
          translator.end(out);
        });
  }

  /** An answer that came as one document. */
  public static Translation ofDocument(
      byte[] json, Provider provider, MessagesRequest request, Deployment target) {
    return run(
        provider,
        request,
        target,
        out -> {
          Translator translator = provider.translator(request, target);
          translator.accept(Frame.of(json), out);
          translator.end(out);
        });
  }

  private interface Answer {
    void to(Deltas out);
  }

  private static Translation run(
      Provider provider, MessagesRequest request, Deployment target, Answer answer) {
    List<StreamEvent> events = new ArrayList<>();
    Notes notes = new Notes();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            request.model(),
            provider.provenance(target),
            Usage.estimated(100, 0),
            notes,
            events::add);
    ApiError error = null;
    try {
      answer.to(LoadedCalls.over(request, out));
      out.finish();
    } catch (ApiException e) {
      error = e.error();
      events.add(new StreamEvent.Failed(error));
    }
    return new Translation(events, out.usage(), notes.list(), error);
  }

  /** The events as the client gets them. */
  public String sse() {
    StringBuilder sse = new StringBuilder();
    for (StreamEvent event : events) {
      sse.append("event: ").append(EventWriter.name(event)).append('\n');
      sse.append("data: ").append(json(event)).append("\n\n");
    }
    return sse.toString();
  }

  public static String json(StreamEvent event) {
    return Json.text(out -> EventWriter.write(event, "req_1", out));
  }
}
