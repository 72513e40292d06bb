package dev.dragoman.lambda.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the platform is told of a throwable.
 *
 * @param type the category and reason, for the header or the trailer
 * @param body {@code {"errorType", "errorMessage", "stackTrace"}} in UTF-8
 */
record ErrorReport(String type, byte[] body) {

  static final String HANDLER = "Runtime.UserException";
  static final String INIT = "Runtime.BadFunctionCode";
  static final String BEFORE_CHECKPOINT = "Runtime.BeforeCheckpointError";
  static final String AFTER_RESTORE = "Runtime.AfterRestoreError";

  /** Bytes of JSON that stay, in base64 and with both names, below the 4 KiB of a trailer block. */
  static final int TRAILER_LIMIT = 2_700;

  private static final int LIMIT = 64 * 1024;
  private static final int MESSAGE_LIMIT = 16_000;
  private static final int FRAMES = 100;

  static ErrorReport of(String type, Throwable fault) {
    return of(type, fault, LIMIT);
  }

  /**
   * A report of a bounded size. The platform's HTTP server refuses a longer block of trailers
   * ("suspiciously long trailer after chunked body", Go's net/http), and the answer with it.
   */
  static ErrorReport of(String type, Throwable fault, int limit) {
    String name = fault.getClass().getName();
    String message = message(fault);
    List<String> trace =
        Arrays.stream(fault.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .toList();
    message = cut(message, MESSAGE_LIMIT);
    byte[] body = json(name, message, trace);
    while (body.length > limit && !trace.isEmpty()) {
      trace = trace.subList(0, trace.size() / 2);
      body = json(name, message, trace);
    }
    while (body.length > limit && !message.isEmpty()) {
      message = cut(message, message.length() / 2);
      body = json(name, message, trace);
    }
    return new ErrorReport(type, body);
  }

  /** For when there is no memory left to say more. */
  static ErrorReport bare(String type, VirtualMachineError fault) {
    return new ErrorReport(type, json(fault.getClass().getName(), "", List.of()));
  }

  private static String message(Throwable fault) {
    try {
      String message = fault.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException e) {
      return "";
    }
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private static byte[] json(String name, String message, List<String> trace) {
    StringBuilder json = new StringBuilder(1024);
    Json.quote(name, json.append("{\"errorType\":"));
    Json.quote(message, json.append(",\"errorMessage\":"));
    Json.quote(trace, json.append(",\"stackTrace\":"));
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
