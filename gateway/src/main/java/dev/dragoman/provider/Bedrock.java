package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Bedrock has its models, and what authorizes a request to it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html">
 *     ConverseStream</a>
 */
public final class Bedrock {
  private static final String SERVICE = "bedrock";
  private static final String DEFAULT_REGION = "us-east-1";
  private static final String DEFAULT_SESSION = "dragoman";

  /** {@code arn:aws:bedrock:REGION:ACCOUNT:...}. */
  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:[a-z-]+:([a-z0-9-]+):.*");

  /** LiteLLM lets a region stand before the model: {@code us-west-2/meta.llama3...}. */
  private static final Pattern REGION_FIRST = Pattern.compile("([a-z]{2}(?:-[a-z]+)+-\\d)/(.+)");

  private Bedrock() {}

  /**
   * The address of a method of the model: {@code https://HOST/model/ID/METHOD}. The id's colons and
   * slashes are escaped, as AWS's own clients do.
   *
   * @param method {@code converse-stream}, {@code invoke-with-response-stream} ...
   */
  public static URI uri(Deployment target, String method) {
    String id = URLEncoder.encode(modelId(target), StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create(base(target) + "/model/" + id.replace("*", "%2A") + "/" + method);
  }

  /** The id, or the ARN, that Bedrock knows the model by. */
  public static String modelId(Deployment target) {
    String set = target.text("model_id");
    if (set != null) {
      return set;
    }
    Matcher first = REGION_FIRST.matcher(target.upstreamModel());
    return first.matches() ? first.group(2) : target.upstreamModel();
  }

  /** The region that is set, else that of the model's name or ARN. */
  public static String region(Deployment target) {
    String set = target.text("aws_region_name");
    if (set != null && !set.isBlank()) {
      return set;
    }
    Matcher first = REGION_FIRST.matcher(target.upstreamModel());
    if (first.matches()) {
      return first.group(1);
    }
    Matcher arn = ARN.matcher(modelId(target));
    return arn.matches() ? arn.group(1) : DEFAULT_REGION;
  }

  /** A Bedrock API key where there is one, else a signature. */
  public static Authentication authentication(Deployment target) {
    if (target.apiKey() != null) {
      return new Authentication.Bearer(target.apiKey());
    }
    return new Authentication.AwsSignature(
        SERVICE, region(target), keys(target), role(target), target.text("aws_profile_name"));
  }

  private static Authentication.@Nullable AwsKeys keys(Deployment target) {
    SecretRef id = secret(target, "aws_access_key_id");
    SecretRef key = secret(target, "aws_secret_access_key");
    return id == null || key == null
        ? null
        : new Authentication.AwsKeys(id, key, secret(target, "aws_session_token"));
  }

  private static Authentication.@Nullable AwsRole role(Deployment target) {
    String arn = target.text("aws_role_name");
    if (arn == null) {
      return null;
    }
    String session = target.text("aws_session_name");
    return new Authentication.AwsRole(
        arn,
        session == null ? DEFAULT_SESSION : session,
        target.text("aws_external_id"),
        target.text("aws_sts_endpoint"),
        secret(target, "aws_web_identity_token"));
  }

  private static @Nullable SecretRef secret(Deployment target, String setting) {
    String value = target.text(setting);
    return value == null ? null : new SecretRef(value);
  }

  private static String base(Deployment target) {
    String endpoint = target.text("aws_bedrock_runtime_endpoint");
    String base = endpoint == null ? target.apiBase() : endpoint;
    if (base == null) {
      String region = region(target);
      String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
      return "https://bedrock-runtime." + region + suffix;
    }
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }
}
