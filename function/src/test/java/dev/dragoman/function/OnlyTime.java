package dev.dragoman.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import org.jspecify.annotations.Nullable;

/** The context of an invocation, of which only the time that is left is asked. */
record OnlyTime(int getRemainingTimeInMillis) implements Context {
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("the function asks only for the time that is left");
  }

  @Override
  public String getAwsRequestId() {
    throw unasked();
  }

  @Override
  public String getLogGroupName() {
    throw unasked();
  }

  @Override
  public String getLogStreamName() {
    throw unasked();
  }

  @Override
  public String getFunctionName() {
    throw unasked();
  }

  @Override
  public String getFunctionVersion() {
    throw unasked();
  }

  @Override
  public String getInvokedFunctionArn() {
    throw unasked();
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    throw unasked();
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    throw unasked();
  }

  @Override
  public int getMemoryLimitInMB() {
    throw unasked();
  }

  @Override
  public LambdaLogger getLogger() {
    throw unasked();
  }
}
