package dev.dragoman.admin;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Caller;
import dev.dragoman.http.Request;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of the management API, by a caller who may use its path. */
final class Visit {
  private static final int MAX_PARAMETER = 1_024;

  private final Office office;
  private final Caller caller;
  private final Request http;
  private final String id;
  private final Route route;
  private final Instant now;

  Visit(Office office, Caller caller, Request http, String id, Route route) {
    this.office = office;
    this.caller = caller;
    this.http = http;
    this.id = id;
    this.route = route;
    // As coarse as every store keeps it
    now = Instant.ofEpochMilli(office.clock().instant().toEpochMilli());
  }

  Office office() {
    return office;
  }

  Caller caller() {
    return caller;
  }

  Request http() {
    return http;
  }

  /** When it came, in milliseconds. */
  Instant now() {
    return now;
  }

  /** The body as fields. */
  Form form() {
    return Form.of(http.body());
  }

  /** What the path has for {@code {key}}. */
  String part() {
    return Request.decoded(route.part(http.path()).replace("+", "%2B"), "path");
  }

  /** Whether the caller may change what is not its own. */
  boolean changesAll() {
    return Right.CHANGE_ALL.belongsTo(caller.role());
  }

  /** Whether the caller may see what is not its own. */
  boolean seesAll() {
    return Right.SEE_ALL.belongsTo(caller.role());
  }

  /** Whose keys and figures the caller sees beside its key's; null for nobody's. */
  @Nullable String userId() {
    return caller.key() == null ? null : caller.key().userId();
  }

  /** Who the audit says it was. */
  String actor() {
    if (caller.key() == null) {
      return "master";
    }
    String user = caller.key().userId();
    return user == null ? caller.key().name() : user;
  }

  /**
   * Refuses a caller who asks for what is not its own.
   *
   * @throws ApiException {@code permission_error}
   */
  ApiException forbidden(String what) {
    return ApiError.of(ErrorType.PERMISSION, what).retry(false).toException();
  }

  /** Refuses parameters of the query that would be passed over. */
  void knows(String... names) {
    if (http.query() == null) {
      return;
    }
    for (String pair : http.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = Request.decoded(equals < 0 ? pair : pair.substring(0, equals), "query");
      if (equals >= 0 && equals < pair.length() - 1 && !List.of(names).contains(name)) {
        throw ApiException.invalid(name, "is not supported by this gateway");
      }
    }
  }

  /** A parameter of the query; null if it is not there or empty. */
  @Nullable String parameter(String name) {
    String value = http.parameter(name);
    if (value != null && value.length() > MAX_PARAMETER) {
      throw ApiException.invalid(name, "must have at most " + MAX_PARAMETER + " characters");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  /** A parameter that must be there. */
  String requiredParameter(String name) {
    String value = parameter(name);
    if (value == null) {
      throw ApiException.invalid(name, "is required");
    }
    return value;
  }

  /** A parameter that is a whole number. */
  int parameter(String name, int otherwise, int least, int most) {
    String value = parameter(name);
    if (value == null) {
      return otherwise;
    }
    int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
    if (number < least || number > most) {
      throw ApiException.invalid(name, "must be a number from " + least + " to " + most);
    }
    return number;
  }

  /** A parameter that is true or false; false if it is not there. */
  boolean flag(String name) {
    String value = parameter(name);
    return switch (value == null ? "false" : value) {
      case "true", "True", "1" -> true;
      case "false", "False", "0" -> false;
      default -> throw ApiException.invalid(name, "must be true or false");
    };
  }

  /** Writes down a change that was made, or says that it was made and could not be. */
  <T> void changed(
      String action,
      String kind,
      String subject,
      @Nullable T before,
      @Nullable T after,
      Shape.ObjectFields<T> fields) {
    office.access().forget();
    AuditLog.Entry entry =
        new AuditLog.Entry(
            id,
            now,
            actor(),
            action,
            kind,
            subject,
            before == null ? null : json(before, fields),
            after == null ? null : json(after, fields));
    try {
      office.audit().write(entry);
    } catch (UncheckedIOException e) {
      String what = kind + " " + subject + " was " + action + ", but that could not be written to";
      throw new ApiException(
          ApiError.of(ErrorType.API, what + " the audit record: the store cannot be reached")
              .withStatus(503)
              .retry(false),
          e);
    }
  }

  private static <T> String json(T entry, Shape.ObjectFields<T> fields) {
    return Json.text(out -> {
      out.writeStartObject();
      fields.write(entry, new Shape(out));
      out.writeEndObject();
    });
  }
}
