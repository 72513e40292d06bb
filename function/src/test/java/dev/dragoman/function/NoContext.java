package dev.dragoman.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import org.jspecify.annotations.Nullable;

/** The context of an invocation that asks nothing of it. */
final class NoContext implements Context {
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("the function does not look at its context");
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
  public int getRemainingTimeInMillis() {
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
