package dev.dragoman.admin;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Caller;
import dev.dragoman.access.Role;
import dev.dragoman.http.Request;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One request of the management API, by a caller who may use its path. */
final class Visit {
  private static final int MAX_PARAMETER = 1_024;

  private final Office office;
  private final Caller caller;
  private final Request http;
  private final String id;
  private final Route route;
  private final Instant now;
  private int changes;

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

  /** Who the audit says it was. */
  String actor() {
    if (caller.key() == null) {
      return caller.role() == Role.PROXY_ADMIN ? "master" : caller.keyHash();
    }
    String user = caller.key().userId();
    return user == null ? caller.key().name() : user;
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
  void changed(
      String action,
      String kind,
      String subject,
      @Nullable Consumer<JsonGenerator> before,
      @Nullable Consumer<JsonGenerator> after) {
    changes++;
    try {
      office
          .audit()
          .write(
              new AuditLog.Entry(
                  changes == 1 ? id : id + "." + changes,
                  now,
                  actor(),
                  action,
                  kind,
                  subject,
                  before == null ? null : Json.text(before),
                  after == null ? null : Json.text(after)));
    } catch (UncheckedIOException e) {
      throw new ApiException(
          ApiError.of(
                  ErrorType.API,
                  kind
                      + " "
                      + subject
                      + " was "
                      + action
                      + ", but that could not be written to the audit record: the store cannot be"
                      + " reached")
              .withStatus(503)
              .retry(false),
          e);
    }
  }
}
