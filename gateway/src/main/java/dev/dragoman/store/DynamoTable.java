package dev.dragoman.store;

import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * One table, and what its faults become: a service that cannot be reached, fails or throttles is an
 * {@link UncheckedIOException}; one that says the request is wrong (no such table, no permission,
 * too large an item) an {@link IllegalStateException}. Both name the table and the operation. A
 * condition that does not hold is an answer and passes as it is.
 */
record DynamoTable(DynamoDbClient client, String name) {
  /** The time-to-live attribute of the tables that have one, in epoch seconds. */
  static final String EXPIRES = "expires";

  <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (AwsServiceException e) {
      String fault = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      throw isPassing(e) ? unreachable(operation, fault, e) : refused(operation, fault, e);
    } catch (SdkException e) {
      throw unreachable(operation, "no answer: " + e.getMessage(), e);
    }
  }

  UncheckedIOException unreachable(String operation, String fault, @Nullable Throwable cause) {
    return StoreFault.of(message(operation, fault), cause);
  }

  private IllegalStateException refused(String operation, String fault, Throwable cause) {
    return new IllegalStateException(message(operation, fault), cause);
  }

  private String message(String operation, String fault) {
    return "table " + name + ": " + operation + ": " + fault;
  }

  private static boolean isPassing(AwsServiceException fault) {
    return fault.statusCode() >= 500
        || fault.isThrottlingException()
        || fault.retryable()
        || fault instanceof TransactionConflictException;
  }
}
