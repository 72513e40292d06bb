package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.LoadedCalls;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.FrameReader;
import dev.dragoman.wire.SseReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of one dialect, as the gateway does: whatever comes, the client gets the beginning
 * of a Messages stream, all of one only where the provider said that its answer had ended, or a
 * fault that can be told.
 */
final class AnswerReading implements Reading {
  private final String dialect;
  private final Pattern end;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param end what stands in every answer that is whole
   */
  AnswerReading(String dialect, String end) throws IOException, URISyntaxException {
    this.dialect = dialect;
    this.end = Pattern.compile(end);
    for (Golden golden : Golden.all(dialect)) {
      if (!golden.refused()) {
        samples.add(Sample.of(golden));
      }
    }
  }

  private enum Form {
    EVENTS,
    BINARY,
    CHUNKS
  }

  /** A conversation, and how its answer came: in pieces, or as one document. */
  private record Sample(
      MessagesRequest request,
      Deployment target,
      Provider provider,
      Form form,
      Pieces pieces,
      byte @Nullable [] document) {
    static Sample of(Golden golden) throws IOException {
      byte[] stream = golden.stream();
      boolean binary = Files.exists(golden.folder().resolve("answer.events"));
      byte[] bytes = stream == null ? new byte[0] : stream;
      Deployment target = golden.target();
      Form form =
          binary ? Form.BINARY : target.provider().equals("bedrock") ? Form.CHUNKS : Form.EVENTS;
      return new Sample(
          golden.request(),
          target,
          golden.provider(),
          form,
          binary ? Pieces.ofBinary(bytes) : Pieces.ofEvents(bytes),
          stream == null ? Files.readAllBytes(golden.folder().resolve("answer.json")) : null);
    }
  }

  @Override
  public String name() {
    return "answers of " + dialect;
  }

  @Override
  public int share() {
    return 120;
  }

  @Override
  public boolean read(RandomGenerator random) {
    Sample sample = samples.get(random.nextInt(samples.size()));
    Sample other = samples.get(random.nextInt(samples.size()));
    Answer answer = new Answer(sample, random.nextInt(3) == 0);
    byte[] document = sample.document();
    if (document != null) {
      byte[] strange = other.document() == null ? document : other.document();
      byte[] damaged = Inputs.damaged(document, strange, random);
      return Bounds.hold(damaged.length, () -> answer.ofDocument(damaged));
    }
    Pieces pieces = sample.pieces().damaged(other.pieces(), random);
    if (random.nextInt(1_000) == 0) {
      pieces = pieces.grown(1 << (12 + random.nextInt(9)));
    }
    Form form = random.nextInt(20) == 0 ? Form.EVENTS : sample.form();
    byte[] bytes =
        switch (form) {
          case EVENTS -> pieces.events(random);
          case BINARY -> pieces.binary();
          case CHUNKS -> pieces.chunks();
        };
    byte[] stream = random.nextInt(4) == 0 ? ByteDamage.once(bytes, random) : bytes;
    List<byte[]> cuts = Pieces.cuts(stream, random);
    boolean whole = Bounds.hold(stream.length, () -> answer.ofStream(form, cuts));
    String said =
        form == Form.CHUNKS ? pieces.text() : new String(stream, StandardCharsets.ISO_8859_1);
    holds(!whole || end.matcher(said).find(), "no end is invented");
    return whole;
  }

  /** One answer on its way to the client. */
  private final class Answer {
    private final @Nullable MessageFold fold;
    private final LegalStream legal = new LegalStream();
    private final Translator translator;
    private final BlockSequencer out;
    private final Deltas deltas;

    /**
     * @param folded for a client that wants a document
     */
    Answer(Sample sample, boolean folded) {
      fold = folded ? new MessageFold() : null;
      translator = sample.provider().translator(sample.request(), sample.target());
      out =
          new BlockSequencer(
              "msg_1",
              sample.request().model(),
              sample.provider().provenance(sample.target()),
              Usage.estimated(100, 0),
              new Notes(),
              event -> {
                legal.accept(event);
                if (fold != null) {
                  fold.accept(event);
                }
              });
      deltas = LoadedCalls.over(sample.request(), out);
    }

    boolean ofDocument(byte[] document) {
      boolean whole =
          told(() -> {
            translator.accept(Frame.of(document), deltas);
            translator.end(deltas);
            out.finish();
          });
      String said = new String(document, StandardCharsets.ISO_8859_1);
      holds(!whole || end.matcher(said).find(), "no end is invented");
      return whole;
    }

    boolean ofStream(Form form, List<byte[]> cuts) {
      FrameReader reader =
          form == Form.EVENTS
              ? new SseReader(1 << 24, this::frame)
              : new EventStreamReader(1 << 24, this::frame);
      return told(() -> {
        feed(reader, cuts);
        translator.end(deltas);
        out.finish();
      });
    }

    private void frame(Frame frame) {
      if (!translator.whole()) {
        translator.accept(frame, deltas);
      }
    }

    private void feed(FrameReader reader, List<byte[]> cuts) {
      try {
        for (byte[] cut : cuts) {
          reader.feed(cut, 0, cut.length);
          if (translator.whole()) {
            return;
          }
        }
        reader.end();
      } catch (FrameReader.Broken e) {
        if (!translator.whole()) {
          throw e;
        }
      }
    }

    private boolean told(Runnable answer) {
      boolean whole = false;
      try {
        answer.run();
        whole = true;
        if (fold != null) {
          LegalStream.parses(Json.bytes(fold::writeTo));
        }
      } catch (FrameReader.Broken e) {
        holds(e.getMessage() != null, "what is broken has a name");
      } catch (ApiException e) {
        Inputs.isTellable(e);
      }
      holds(whole == legal.stopped(), "message_stop is the end of an answer that is whole");
      holds(LegalStream.figures(out.usage()), "no figure is negative");
      return whole;
    }
  }
}
